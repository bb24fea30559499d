"""Numbers as people read them: rounded, with their unit, and in five steps on a map."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tuoyu.books import Indicator, Measure, Per
from tuoyu.statistics.queries.reckoner import CITY, Number

STEPS = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A number ready to read; `text` is None where it is unknown."""

    number: Number
    text: str | None

    @property
    def indicator(self) -> Indicator:
        return self.number.indicator

    @property
    def unit(self) -> str:
        return self.indicator.unit


def shown(number: Number) -> Shown:
    """Counts without decimals, ratios with two."""
    value = number.value
    if value is None:
        return Shown(number, None)
    places = Decimal(1) if _is_count(number.indicator) else Decimal("0.01")
    return Shown(number, f"{value.quantize(places, ROUND_HALF_UP):,}")


def _is_count(indicator: Indicator) -> bool:
    return indicator.denominator is Per.ONE


def described(indicator: Indicator) -> list[dict[str, str]]:
    """How a number is made, in words: numerator, denominator, factor."""
    rows = [{"label": "分子", "value": _measure_words(indicator.numerator)}]
    if indicator.denominator is Per.POPULATION:
        rows.append({"label": "分母", "value": "常住人口（2020 年人口普查）"})
    elif isinstance(indicator.denominator, Measure):
        rows.append({"label": "分母", "value": _measure_words(indicator.denominator)})
    if indicator.per != 1:
        rows.append({"label": "乘以", "value": f"{indicator.per:,}"})
    return rows


def _measure_words(measure: Measure) -> str:
    total = "家数或条数" if measure.total is None else f"合计 {measure.total.in_words}"
    return f"{total}，其中 {measure.where.in_words}" if measure.where else total


def county_steps(
    numbers: Mapping[str, Number],
) -> tuple[dict[str, int], list[dict[str, object]]]:
    """Each county's step from 1 to 5 by equal widths, and the legend; unknown has no step."""
    known = {c: n.value for c, n in numbers.items() if c != CITY and n.value is not None}
    if not known:
        return {}, []
    least, most = min(known.values()), max(known.values())
    width = (most - least) / STEPS or Decimal(1)
    steps = {c: min(int((v - least) / width) + 1, STEPS) for c, v in known.items()}
    edges = [least + width * n for n in range(STEPS + 1)]
    legend: list[dict[str, object]] = [
        {"step": n + 1, "label": f"{edges[n]:.1f}–{edges[n + 1]:.1f}"} for n in range(STEPS)
    ]
    return steps, legend
