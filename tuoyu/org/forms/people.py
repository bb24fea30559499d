"""Accounts and posts."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from tuoyu.core import clock
from tuoyu.org.models import Unit
from tuoyu.org.permissions import Role

PHONE = RegexValidator(r"^[0-9+\- ]{5,20}$", "电话只填数字、加号和连字符。")
ACCOUNT = RegexValidator(r"^[a-zA-Z0-9._-]{3,60}$", "账号用字母、数字、点和连字符，至少 3 位。")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ContactForm(forms.Form):
    email = forms.EmailField(label="邮箱", required=False)
    phone = forms.CharField(label="手机", max_length=20, required=False, validators=[PHONE])


class AccountForm(ContactForm):
    name = forms.CharField(label="姓名", max_length=60)

    field_order = ["name", "email", "phone"]


class NewAccountForm(AccountForm):
    username = forms.CharField(
        label="账号",
        max_length=60,
        validators=[ACCOUNT],
        help_text="登录时输入，建立后不再改。",
    )

    field_order = ["username", "name", "email", "phone"]


class ReasonForm(forms.Form):
    reason = forms.CharField(label="事由", max_length=200)


class GrantForm(forms.Form):
    """A post in the unit that was chosen on the page before: only posts that fit it."""

    role = forms.ChoiceField(label="岗位", choices=Role.choices)
    starts_on = forms.DateField(label="自", widget=DAY)
    ends_on = forms.DateField(
        label="至（不含）", widget=DAY, required=False, help_text="不填就是一直到收回为止。"
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, role.label) for role in roles_in(unit)]
        self.fields["starts_on"].initial = clock.today


def roles_in(unit: Unit) -> list[Role]:
    """An institution has a manager; every other post is an office's."""
    if unit.kind == Unit.Kind.INSTITUTION:
        return [Role.MANAGER]
    return [role for role in Role if role != Role.MANAGER]


class EndGrantForm(ReasonForm):
    on = forms.DateField(label="从哪天起不再任岗", widget=DAY, initial=clock.today)

    field_order = ["on", "reason"]
