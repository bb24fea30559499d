"""Yes or no, as ticks, letters, words and blanks say it."""

from functools import lru_cache

from tuoyu.core.sheets.text import fold
from tuoyu.core.sheets.values import Cell, Reading

_YES = frozenset(
    (
        *("√", "✓", "✔", "☑", "●", "○", "o", "y", "yes", "t", "true", "1"),
        *("是", "有", "对", "已", "具备", "普惠", "普惠性", "属于", "示范", "已认定"),
    )
)
_NO = frozenset(
    (
        *("×", "✗", "✘", "☒", "x", "n", "no", "f", "false", "0"),
        *(
            "否",
            "无",
            "没有",
            "未",
            "不是",
            "非",
            "非普惠",
            "非普惠性",
            "不属于",
            "不具备",
            "未认定",
        ),
    )
)
_EMPTY = frozenset(("", "/", "-", "—", "——", "□", "不详", "待定"))


@lru_cache(maxsize=1_024, typed=True)
def yes_or_no(cell: Cell) -> Reading[bool]:
    """A blank stays unknown (None): it is not a no."""
    if isinstance(cell, bool):
        return Reading(cell, cell)
    text = fold(cell)
    if text in _EMPTY:
        return Reading(None, cell, changed=f"“{cell}”按未填处理" if text else None)
    if text in _YES or text in _NO:
        return Reading(text in _YES, cell)
    return Reading(None, cell, doubt=f"“{cell}”看不出是“是”还是“否”")
