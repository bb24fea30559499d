"""The forms of service (服务形式), several in one cell."""

import re
from functools import lru_cache

from tuoyu.core.sheets.text import fold
from tuoyu.core.sheets.values import Cell, Reading

WORDS: dict[str, tuple[str, ...]] = {
    "full_day": ("全日托", "全日", "全天", "全天托", "日托", "全日制", "全日托育"),
    "half_day": ("半日托", "半日", "半天", "半天托", "半日制", "半日托育"),
    "hourly": ("计时托", "计时", "小时托", "钟点托", "计时制", "按时托", "计时托育"),
    "temporary": ("临时托", "临时", "临时性", "临托", "临时托育"),
}
LABELS = {form: words[0] for form, words in WORDS.items()}

_FORMS = {word: form for form, words in WORDS.items() for word in words}
_APART = re.compile(r"[、,，/;；+|&\s和及与]+")
# "全日托半日托" without any separator is common enough to read.
_RUN = re.compile("|".join(sorted(_FORMS, key=len, reverse=True)))
_NOTHING = frozenset(("", "/", "-", "—", "无"))


def form_of(word: str) -> str | None:
    return _FORMS.get(fold(word))


@lru_cache(maxsize=2_048, typed=True)
def service_forms(cell: Cell) -> Reading[tuple[str, ...]]:
    """The forms in the order of the law; words that name none are a doubt, never dropped."""
    text = str(cell)
    if fold(text) in _NOTHING:
        return Reading(None, cell)
    found, strange = set[str](), list[str]()
    for part in filter(None, _APART.split(text.strip())):
        forms, rest = _forms(fold(part))
        found |= forms
        strange += rest
    value = tuple(form for form in WORDS if form in found)
    doubt = f"服务形式里“{'、'.join(strange)}”认不出来" if strange else None
    return Reading(value or None, cell, doubt=doubt)


def _forms(part: str) -> tuple[set[str], list[str]]:
    if part in _FORMS:
        return {_FORMS[part]}, []
    rest = _RUN.sub("", part)
    return {_FORMS[word] for word in _RUN.findall(part)}, [part] if rest else []
