"""Regions and units."""

from django import forms

from tuoyu.core import clock
from tuoyu.org.forms.people import DAY, PHONE
from tuoyu.org.models import Unit


class RenameForm(forms.Form):
    code = forms.CharField(label="代码", max_length=12)
    name = forms.CharField(label="名称", max_length=40)
    short_name = forms.CharField(label="简称", max_length=20, help_text="图表和卡片上用。")
    on = forms.DateField(label="从哪天起", widget=DAY, initial=clock.today)
    basis = forms.CharField(label="变更依据", max_length=120, help_text="文件名称和文号。")


class CountingForm(forms.Form):
    basis = forms.CharField(label="依据", max_length=120)


class PopulationForm(forms.Form):
    population = forms.IntegerField(label="常住人口", min_value=0, max_value=200_000_000)
    source = forms.CharField(label="来源", max_length=120, help_text="统计公报或普查资料名称。")


class NewUnitForm(forms.Form):
    kind = forms.ChoiceField(
        label="类别",
        choices=[(k.value, k.label) for k in Unit.Kind if k != Unit.Kind.INSTITUTION],
    )
    name = forms.CharField(label="名称", max_length=120)
    short_name = forms.CharField(label="简称", max_length=60, required=False)


class UnitForm(forms.Form):
    name = forms.CharField(label="名称", max_length=120)
    short_name = forms.CharField(label="简称", max_length=60, required=False)
    phone = forms.CharField(
        label="公开电话",
        max_length=40,
        required=False,
        validators=[PHONE],
        help_text="办公电话，登在“办托指南”上，不填个人手机。",
    )
    address = forms.CharField(label="办公地址", max_length=120, required=False)
    needs_approval = forms.BooleanField(
        label="出具文书须另一人审批",
        required=False,
        help_text="经办人拟好，审批人同意后才能出具。",
    )
    receipt_after_review = forms.BooleanField(
        label="核对完再出备案回执",
        required=False,
        help_text="不勾时，收到材料 5 个工作日内先出回执，再核对。",
    )
