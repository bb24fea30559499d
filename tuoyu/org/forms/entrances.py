"""An institution let in, and the account of whoever heads it."""

from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet

from tuoyu.org.forms.people import NewAccountForm
from tuoyu.org.models import Region


class HeadForm(NewAccountForm):
    """One who heads several institutions is entered with the account they have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "负责人姓名"
        self.fields["phone"].required = True
        self.fields["username"].help_text = "登录时输入，可用手机号；已有账号的负责人填原账号。"


class AdmissionForm(HeadForm):
    institution = forms.CharField(
        label="机构名称", max_length=120, strip=True, help_text="与营业执照或登记证书一致。"
    )
    region = forms.ModelChoiceField(
        label="所在地", queryset=Region.objects.none(), empty_label="请选择"
    )

    field_order = ["institution", "region", "name", "phone", "username", "email"]

    def __init__(self, *args: Any, regions: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = regions
        field.choices = [("", "请选择"), *_by_county(regions)]


def _by_county(regions: QuerySet[Region]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Townships under the name of their county."""
    return [
        (county, [(place.pk, place.name) for place in places])
        for county, places in groupby(regions, key=_county_of)
    ]


def _county_of(place: Region) -> str:
    is_township = place.level == Region.Level.TOWNSHIP and place.parent is not None
    return place.parent.name if is_township and place.parent else place.name
