"""Numbers as people read them: rounded, with their unit, and in five steps on a map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tuoyu.books import Indicator, Measure, Per
from tuoyu.statistics.models import Snapshot
from tuoyu.statistics.queries.reckoner import CITY, Number

STEPS = 5
NOTHING = "—"
SUBJECTS = {"institution": "机构", "class": "班级", "worker": "人员", "filing": "备案办理"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A number ready to read; `text` is None where it is unknown."""

    number: Number
    text: str | None
    change: str = ""

    @property
    def indicator(self) -> Indicator:
        return self.number.indicator

    @property
    def unit(self) -> str:
        return "" if self.text == NOTHING else self.indicator.unit


def shown(number: Number, before: Snapshot | None = None) -> Shown:
    """Counts without decimals, ratios with two; a share of nothing is a dash."""
    if number.is_empty:
        return Shown(number, NOTHING)
    if number.value is None:
        return Shown(number, None)
    change = "" if before is None else _change(number.value, before.value, number.indicator)
    return Shown(number, rounded(number.value, number.indicator), change)


def rounded(value: Decimal, indicator: Indicator) -> str:
    """15,846 or 3.19."""
    places = Decimal(1) if is_count(indicator) else Decimal("0.01")
    return f"{value.quantize(places, ROUND_HALF_UP):,}"


def figure_of(number: Number) -> int | float | None:
    """The same as a spreadsheet can go on reckoning with."""
    if number.value is None:
        return None
    text = rounded(number.value, number.indicator).replace(",", "")
    return int(text) if is_count(number.indicator) else float(text)


def is_count(indicator: Indicator) -> bool:
    return indicator.denominator is Per.ONE


def _change(value: Decimal, before: Decimal | None, indicator: Indicator) -> str:
    if before is None:
        return ""
    text = rounded(value - before, indicator)
    if Decimal(text.replace(",", "")) == 0:
        return "持平"
    return text if text.startswith("-") else f"+{text}"


def by_subject(lines: Iterable[Shown]) -> list[tuple[str, list[Shown]]]:
    """Lines under what they count, in the order of the book."""
    groups: dict[str, list[Shown]] = {}
    for line in lines:
        groups.setdefault(line.indicator.subject, []).append(line)
    return [(SUBJECTS.get(subject, subject), group) for subject, group in groups.items()]


def described(indicator: Indicator) -> list[dict[str, str]]:
    """How a number is made, in words: numerator, denominator, factor."""
    rows = [{"label": "分子", "value": _measure_words(indicator.numerator)}]
    if indicator.denominator is Per.POPULATION:
        rows.append({"label": "分母", "value": "常住人口"})
    elif isinstance(indicator.denominator, Measure):
        rows.append({"label": "分母", "value": _measure_words(indicator.denominator)})
    if indicator.per != 1:
        rows.append({"label": "乘以", "value": f"{indicator.per:,}"})
    return rows


def _measure_words(measure: Measure) -> str:
    total = "个数" if measure.total is None else f"{measure.total.in_words}合计"
    return f"{total}，条件：{measure.where.in_words}" if measure.where else total


def county_steps(
    numbers: Mapping[str, Number],
) -> tuple[dict[str, int], list[dict[str, object]]]:
    """Each county's step from 1 to 5 by equal widths, and the legend; unknown has no step."""
    known = {c: n.value for c, n in numbers.items() if c != CITY and n.value is not None}
    if not known:
        return {}, []
    indicator = next(iter(numbers.values())).indicator
    width = _width(max(known.values()), indicator)
    steps = {code: min(int(value / width) + 1, STEPS) for code, value in known.items()}
    return steps, [{"step": n + 1, "label": _range(n, width, indicator)} for n in range(STEPS)]


def _width(most: Decimal, indicator: Indicator) -> Decimal:
    """Steps start at nothing; those of counts are whole."""
    if is_count(indicator):
        return max((most / STEPS).quantize(Decimal(1), "ROUND_UP"), Decimal(1))
    return (most / STEPS).quantize(Decimal("0.01"), "ROUND_UP") or Decimal("0.01")


def _range(step: int, width: Decimal, indicator: Indicator) -> str:
    low = rounded(width * step, indicator)
    if step == STEPS - 1:
        return f"≥ {low}"
    gap = Decimal(1) if is_count(indicator) else Decimal("0.01")
    high = rounded(width * (step + 1) - gap, indicator)
    return low if low == high else f"{low}–{high}"
