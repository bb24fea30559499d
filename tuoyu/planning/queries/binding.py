"""Which indicator could reckon a quantity that a plan promises."""

from collections.abc import Iterable, Mapping
from typing import Any

from tuoyu.books import Indicator

SCARCE = 2  # pairs of characters that must agree before anything is proposed
COMMON = frozenset(
    ("机构", "托育", "照护", "服务", "备案", "已备", "婴幼", "幼儿", "儿照", "护服", "人员")
)


def proposed(target: Mapping[str, Any], indicators: Iterable[Indicator]) -> str:
    """The id of the indicator whose words are nearest; empty where none is near."""
    asked = _pairs(f"{target.get('object', '')}{target.get('text', '')}")
    best = max(
        (one for one in indicators if _is_share(one.unit) == _is_share(target.get("unit"))),
        key=lambda one: (_likeness(asked, one), -len(one.name)),
        default=None,
    )
    return best.id if best and _likeness(asked, best) >= SCARCE else ""


def _is_share(unit: str | None) -> bool:
    """2,000 places are no percentage, and 60 per cent is no number of places."""
    return (unit or "").startswith(("%", "个百分点"))


def _likeness(asked: set[str], indicator: Indicator) -> int:
    """A pair in the name counts twice: the name says what is counted."""
    in_name, in_text = _pairs(indicator.name), _pairs(indicator.says)
    return 2 * len(asked & in_name) + len(asked & (in_text - in_name))


def _pairs(text: str) -> set[str]:
    pairs = {text[n : n + 2] for n in range(len(text) - 1)}
    return {pair for pair in pairs if pair.isalpha()} - COMMON
