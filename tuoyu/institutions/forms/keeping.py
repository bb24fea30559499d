"""Forms of an institution's page: settle a point, name a demonstration, correct, move on."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from tuoyu.core import clock
from tuoyu.institutions.models import Profile, Site, Standing


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SettleForm(forms.Form):
    outcome = forms.CharField(
        label="核实结果",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写查到了什么、依据是什么。登记内容要改的，另在“更正登记”里改。",
    )


class DemonstrationForm(forms.Form):
    named_by = forms.CharField(label="认定单位", max_length=80)
    document = forms.CharField(
        label="文号", max_length=80, help_text="没有认定文件的，不计入示范机构。"
    )
    on = forms.DateField(label="认定日期", widget=DayInput)


class EndDemonstrationForm(forms.Form):
    on = forms.DateField(label="从哪天起撤销", widget=DayInput)
    reason = forms.CharField(label="事由", max_length=200)


class StandForm(forms.Form):
    status = forms.ChoiceField(label="转为", choices=Standing.Status.choices)
    on = forms.DateField(label="从哪天起", widget=DayInput)
    reason = forms.CharField(label="事由", max_length=200)
    reference = forms.CharField(label="凭证编号", max_length=60, required=False)


_PROFILE = (
    *("name", "other_name", "credit_code", "legal_form", "registrar", "registrar_name"),
    *("registered_on", "form", "backing", "chain_name", "employer_kind", "host_inclusive"),
    *("is_inclusive", "open_to_public", "places", "children_declared", "staff_declared"),
    *("carers_declared", "health_workers_declared", "has_meals", "opens_at", "closes_at"),
    *("legal_representative", "head_name", "contact_name", "phone"),
)
_SITE = (
    *("address", "tenure", "building_area_m2", "indoor_area_m2", "outdoor_area_m2"),
    *("lowest_floor", "highest_floor"),
)


class CorrectForm(forms.Form):
    """What the office may put right: the registered facts, from a day, with a reason."""

    on = forms.DateField(label="从哪天起是这样", widget=DayInput)
    why = forms.CharField(
        label="更正依据", max_length=60, help_text="如来函文号、现场核实日期。"
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        for model, names in ((Profile, _PROFILE), (Site, _SITE)):
            for name in names:
                field = model._meta.get_field(name).formfield()  # type: ignore[union-attr]
                assert field is not None
                field.required = name in ("name", "form")
                if isinstance(field, forms.DateField):
                    field.widget = DayInput()
                if isinstance(field, forms.ChoiceField):
                    pairs = cast("Iterable[tuple[str, str]]", field.choices)
                    field.choices = [
                        (value, label if value else "待查明") for value, label in pairs
                    ]
                if isinstance(field, forms.NullBooleanField):
                    field.widget = forms.Select(
                        choices=(("", "待查明"), ("true", "是"), ("false", "否"))
                    )
                self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        if not set(self.changed_data) - {"on", "why"}:
            raise forms.ValidationError("没有改动任何一项。")
        return self.cleaned_data

    def content(self) -> dict[str, Any]:
        """The Dossier parts that were changed, with what was typed."""
        typed = {name: self.cleaned_data[name] for name in self.changed_data}
        parts = {
            "profile": {name: typed[name] for name in _PROFILE if name in typed},
            "site": {name: typed[name] for name in _SITE if name in typed},
        }
        return {name: part for name, part in parts.items() if part}


def correct_initial(profile: Profile | None, site: Site | None) -> dict[str, Any]:
    """The form as the register has it today."""
    found: dict[str, Any] = {"on": clock.today()}
    for row, names in ((profile, _PROFILE), (site, _SITE)):
        if row is not None:
            found |= {name: _shown(getattr(row, name)) for name in names}
    return found


def _shown(value: Any) -> Any:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value
