"""What a person confirms of a plan that was read in."""

from typing import Any

from django import forms

from tuoyu.org.models import Region


class PlanFileForm(forms.Form):
    """The document, and the region it governs."""

    file = forms.FileField(label="方案文件", help_text="txt 或 docx，不超过 5 MB")
    region = forms.ModelChoiceField(Region.objects.none(), label="适用地区")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wide = (Region.Level.CITY, Region.Level.COUNTY)
        self.fields["region"].queryset = Region.objects.current().filter(level__in=wide)  # type: ignore[attr-defined]


class ReadingForm(forms.Form):
    """The clauses as found; units, dates and quantities may be corrected, one a line."""

    title = forms.CharField(label="标题", max_length=200)
    issued_on = forms.DateField(label="印发日期")

    def __init__(self, reading: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        for number, clause in enumerate(reading["clauses"]):
            self.fields[f"units-{number}"] = forms.CharField(
                label=f"{clause['id']} 责任单位",
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial="\n".join(clause["units"]),
            )
            self.fields[f"deadlines-{number}"] = forms.CharField(
                label=f"{clause['id']} 时限",
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial="\n".join(d["by"] for d in clause["deadlines"]),
            )

    def clauses(self) -> list[dict[str, Any]]:
        """The clauses as confirmed."""
        return [
            self._clause(number, found) for number, found in enumerate(self.reading["clauses"])
        ]

    def _clause(self, number: int, found: dict[str, Any]) -> dict[str, Any]:
        texts = {d["by"]: d["text"] for d in found["deadlines"]}
        days = _lines(self.cleaned_data[f"deadlines-{number}"])
        return found | {
            "units": _lines(self.cleaned_data[f"units-{number}"]),
            "deadlines": [{"by": day, "text": texts.get(day, day)} for day in days],
        }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
