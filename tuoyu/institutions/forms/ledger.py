"""Forms of a ledger: the file, and what to do with one row."""

from django import forms
from django.db.models import QuerySet

from tuoyu.institutions.models import Institution, LedgerRow


class LedgerForm(forms.Form):
    file = forms.FileField(
        label="台账文件",
        help_text="xlsx、xls、ods 或 csv，不超过 20 MB。原样上传就行，不用先整理。",
    )


class ChoiceForm(forms.Form):
    choice = forms.ChoiceField(
        label="这一行怎么办",
        choices=LedgerRow.Choice.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    into = forms.CharField(
        label="并入哪家（机构编号）",
        required=False,
        max_length=20,
        help_text="只在“并入已登记机构”时填。",
    )

    def __init__(self, *args: object, mine: QuerySet[Institution], **rest: object) -> None:
        super().__init__(*args, **rest)  # type: ignore[arg-type]
        self.mine = mine

    def clean_into(self) -> Institution | None:
        code = self.cleaned_data["into"].strip()
        if not code:
            return None
        found = self.mine.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(f"名册里没有编号为“{code}”的机构。")
        return found
