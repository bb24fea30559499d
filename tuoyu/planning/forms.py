"""What a person confirms of a plan that was read in.

The quantities asked for here are what the plan promises; what has been done is never typed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from tuoyu.books import Indicator
from tuoyu.books.plan_reader import is_same, joined
from tuoyu.org.models import Region
from tuoyu.planning.queries.binding import proposed

RECKONED = ("county", "city")  # indicators go no further down than the county
PER = (
    ("county", "每个县（市、区）"),
    ("city", "全市（县级方案为全县）"),
    ("township", "每个乡镇（街道）"),
    ("community", "每个社区"),
)
UNBOUND = [("", "没有指标，只留文字")]
MOST_BYTES = 20 * 1024 * 1024


class PlanFileForm(forms.Form):
    """The document, and the region it governs."""

    file = forms.FileField(label="方案文件", help_text="txt 或 docx，不超过 20 MB")
    region = forms.ModelChoiceField(
        Region.objects.none(), label="适用地区", empty_label="请选择"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wide = (Region.Level.CITY, Region.Level.COUNTY)
        regions = Region.objects.current().filter(level__in=wide).order_by("-level", "code")
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("方案不超过 20 MB，这份太大，请只传正文。")
        return file


class DaysField(forms.CharField):
    """Days, one a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> list[str]:
        return [self._day(line) for line in _lines(super().clean(value))]

    def _day(self, text: str) -> str:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise forms.ValidationError(f"“{text}”不是日期，请写成 2022-12-31。") from None


@dataclass(frozen=True, slots=True)
class TargetFields:
    """The bound fields of one quantity, in the order shown."""

    found: Mapping[str, Any]
    fields: tuple[forms.BoundField, ...]


@dataclass(frozen=True, slots=True)
class ClauseFields:
    """The bound fields of one clause, in the order shown."""

    found: Mapping[str, Any]
    fields: tuple[forms.BoundField, ...]
    targets: tuple[TargetFields, ...]


class ReadingForm(forms.Form):
    """The clauses as found; units, dates and quantities may be corrected."""

    title = forms.CharField(label="标题", max_length=200)
    issued_on = forms.DateField(
        label="印发日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    number = forms.CharField(label="文号", max_length=80, required=False)
    issuer = forms.CharField(label="印发机关", max_length=80)

    def __init__(
        self,
        reading: Mapping[str, Any],
        indicators: Iterable[Indicator],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        known = list(indicators)
        self.choices = UNBOUND + [(one.id, f"{one.name}（{one.unit}）") for one in known]
        self.found = [*reading["clauses"], *reading.get("tasks", ())]
        for place, clause in enumerate(self.found):
            if "clause" in clause:
                self._ask_belonging(place, clause)
            self._ask_clause(place, clause)
            for number, target in enumerate(clause["targets"]):
                same = self._same(clause, target)
                likely = "" if same and "clause" in clause else proposed(target, known)
                self._ask_target(
                    f"{place}-{number}", {**(same or {}), **_given(target)}, likely
                )

    def _same(self, clause: Mapping[str, Any], target: Mapping[str, Any]) -> Any:
        """The same quantity in the clause that a row carries out, or in a row of the clause."""
        whose = clause.get("clause", "") if "clause" in clause else clause["id"]
        name = "id" if "clause" in clause else "clause"
        others = (one for one in self.found if one is not clause and one.get(name) == whose)
        found = (one for other in others for one in other["targets"] if is_same(one, target))
        return next(found, None)

    def _ask_belonging(self, place: int, task: Mapping[str, Any]) -> None:
        """A row of a table of tasks carries out a clause, or stands alone."""
        known = [
            (one["id"], f"{one['id']} {one['heading']}") for one in self.reading["clauses"]
        ]
        self.fields[f"clause-{place}"] = forms.ChoiceField(
            label="归到哪一条",
            required=False,
            choices=[("", "单列一条"), *known],
            initial=task["clause"],
            help_text="归到一条后，单位、时限和数量并入那一条，相同的只记一次",
        )

    def _ask_clause(self, place: int, clause: Mapping[str, Any]) -> None:
        self.fields[f"heading-{place}"] = forms.CharField(
            label="要做什么", max_length=60, initial=clause["heading"]
        )
        self.fields[f"units-{place}"] = forms.CharField(
            label="责任单位",
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            initial="\n".join(clause["units"]),
            help_text="一行一个单位",
        )
        self.fields[f"deadlines-{place}"] = DaysField(
            label="时限",
            required=False,
            initial="\n".join(deadline["by"] for deadline in clause["deadlines"]),
            help_text="一行一个日期，如 2022-12-31；长期的留空",
        )

    def _ask_target(self, key: str, target: Mapping[str, Any], indicator: str) -> None:
        self.fields[f"min-{key}"] = forms.DecimalField(
            label="至少", required=False, min_value=0, initial=target["min"]
        )
        self.fields[f"max-{key}"] = forms.DecimalField(
            label="至多", required=False, min_value=0, initial=target["max"]
        )
        self.fields[f"per-{key}"] = forms.ChoiceField(
            label="对谁", choices=PER, initial=target["per"]
        )
        self.fields[f"due-{key}"] = forms.DateField(
            label="到期日",
            required=False,
            initial=target.get("by"),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        self.fields[f"indicator-{key}"] = forms.ChoiceField(
            label="由哪个指标来算", required=False, choices=self.choices, initial=indicator
        )

    def clean(self) -> dict[str, Any]:
        """A quantity that is reckoned needs a day and an amount."""
        cleaned: dict[str, Any] = super().clean() or {}
        for key in self._keys():
            if not cleaned.get(f"indicator-{key}"):
                continue
            if not cleaned.get(f"due-{key}"):
                self.add_error(f"due-{key}", "由指标来算的，请写到期日。")
            if cleaned.get(f"per-{key}") not in RECKONED:
                self.add_error(f"per-{key}", "指标只算到县（市、区），请改选，或者不选指标。")
            amounts = (cleaned.get(f"min-{key}"), cleaned.get(f"max-{key}"))
            if amounts == (None, None):
                self.add_error(f"min-{key}", "由指标来算的，请写至少或至多多少。")
        return cleaned

    def _keys(self) -> Iterator[str]:
        for place, clause in enumerate(self.found):
            for number in range(len(clause["targets"])):
                yield f"{place}-{number}"

    def rows(self) -> list[ClauseFields]:
        """All fields, clause by clause, then row by row of the tables of tasks."""
        return [self._row(place, clause) for place, clause in enumerate(self.found)]

    def _row(self, place: int, clause: Mapping[str, Any]) -> ClauseFields:
        names = [f"{name}-{place}" for name in ("clause", "heading", "units", "deadlines")]
        targets = tuple(
            TargetFields(target, self._target_fields(f"{place}-{number}"))
            for number, target in enumerate(clause["targets"])
        )
        fields = tuple(self[name] for name in names if name in self.fields)
        return ClauseFields(clause, fields, targets)

    def _target_fields(self, key: str) -> tuple[forms.BoundField, ...]:
        names = ("indicator", "min", "max", "per", "due")
        return tuple(self[f"{name}-{key}"] for name in names)

    def head(self) -> dict[str, Any]:
        """Title, day, number and issuer as confirmed."""
        return {name: self.cleaned_data[name] for name in ("title", "number", "issuer")}

    def clauses(self) -> list[dict[str, Any]]:
        """The clauses as confirmed, each with the rows of tables that carry it out."""
        confirmed = [self._clause(place, found) for place, found in enumerate(self.found)]
        count = len(self.reading["clauses"])
        tasks = [
            task | {"clause": self.cleaned_data[f"clause-{place}"]}
            for place, task in enumerate(confirmed[count:], count)
        ]
        return joined(confirmed[:count], tasks)

    def _clause(self, place: int, found: Mapping[str, Any]) -> dict[str, Any]:
        texts = {deadline["by"]: deadline["text"] for deadline in found["deadlines"]}
        days = self.cleaned_data[f"deadlines-{place}"]
        return {
            **found,
            "heading": self.cleaned_data[f"heading-{place}"],
            "units": _lines(self.cleaned_data[f"units-{place}"]),
            "deadlines": [{"by": day, "text": texts.get(day, day)} for day in days],
            "targets": [
                self._target(f"{place}-{number}", target)
                for number, target in enumerate(found["targets"])
            ],
        }

    def _target(self, key: str, found: Mapping[str, Any]) -> dict[str, Any]:
        typed = {
            name: self.cleaned_data[f"{name}-{key}"] for name in ("min", "max", "per", "due")
        }
        due = typed["due"].isoformat() if typed["due"] else None
        amounts = {name: _plain(typed[name]) for name in ("min", "max")}
        indicator = self.cleaned_data[f"indicator-{key}"]
        return {
            **found,
            **amounts,
            "per": typed["per"],
            "by": due,
            "due": due,
            "indicator": indicator,
        }


def _given(target: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in target.items() if value is not None} | {
        "min": target["min"],
        "max": target["max"],
    }


def _plain(number: Any) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
