"""Names of institutions: when two spellings are one, and how alike two names are."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from tuoyu.core.sheets.text import fold, tidy
from tuoyu.core.sheets.values import Cell, Reading

_BRACKETS = re.compile(r"[(\[【〔（][^()\[\]【】〔〕]{0,80}[)\]】〕）]")
# A space between two Chinese characters is there for looks only.
_LOOKS = re.compile(r"(?<=[一-龥]) (?=[一-龥])")
_MARKS = re.compile(r"[·•・\-—_'\"“”‘’《》<>,，.。、:：&*#]")
# The longest that fits is taken off; it says what sort of place it is.
_SUFFIXES = {
    word: sort
    for sort, words in (
        ("company", "有限责任公司 股份有限公司 有限公司 公司"),
        ("family", "家庭托育点 家庭托育站 家庭托育园 家庭托育"),
        ("community", "社区托育点 社区托育中心 社区托育园"),
        ("hospital", "妇幼保健院托育园 医院托育园 妇幼保健院托育中心"),
        ("kindergarten", "实验幼儿园托班 幼儿园托班 幼儿园托育部 幼儿园"),
        ("centre", "托育综合服务中心 托育服务中心 托育中心 早教中心 托育机构"),
        ("garden", "托育园 托儿所 托育所"),
        ("spot", "托育点 托育馆 托育站"),
    )
    for word in words.split()
}
_LENGTHS = sorted({len(word) for word in _SUFFIXES}, reverse=True)
_TRADE = (
    *("婴幼儿托育服务", "婴幼儿照护服务", "托育服务", "婴幼儿托育", "托育管理"),
    *("教育科技", "托育", "早教", "照护服务"),
)


class NameKey(NamedTuple):
    """`core` is what tells one institution from another; `sort` what kind of place it is."""

    core: str
    sort: str


def institution_name(cell: Cell) -> Reading[str]:
    text = tidy(cell)
    text = _LOOKS.sub("", text) if " " in text else text
    return Reading(text or None, cell, None if text == cell else "去掉多余空格")


def key_maker(places: Iterable[str]) -> "KeyMaker":
    return KeyMaker(
        tuple(sorted({fold(place) for place in places if place}, key=len, reverse=True))
    )


class KeyMaker:
    """Makes comparable keys, knowing which place names may stand in front of a name."""

    def __init__(self, places: tuple[str, ...]) -> None:
        inside = "|".join(map(re.escape, places)) or "(?!)"
        self._front = re.compile(rf"^(?:(?:{inside}))+")
        self.of = lru_cache(maxsize=65_536)(self._of)

    def _of(self, name: str) -> NameKey:
        text = _MARKS.sub("", _BRACKETS.sub("", fold(name)))
        text = self._front.sub("", text) or text
        core, sort = _split(text)
        return NameKey(core or text, sort)


def _split(text: str) -> tuple[str, str]:
    for length in _LENGTHS:
        sort = _SUFFIXES.get(text[-length:])
        if sort and len(text) > length:
            return _without_trade(text[:-length]), sort
    return text, ""


def _without_trade(text: str) -> str:
    for word in _TRADE:
        if text.endswith(word) and len(text) > len(word):
            return text[: -len(word)]
    return text


@lru_cache(maxsize=65_536)
def trigrams(text: str) -> tuple[str, ...]:
    """As PostgreSQL's pg_trgm cuts a word (two spaces before it, one behind), in its order."""
    padded = f"  {text} "
    return tuple(dict.fromkeys([padded[at : at + 3] for at in range(len(padded) - 2)]))


@lru_cache(maxsize=65_536)
def trigram_set(text: str) -> frozenset[str]:
    return frozenset(trigrams(text))


def likeness(one: str, other: str) -> float:
    """Shared trigrams over all trigrams, 0 to 1 (pg_trgm's similarity)."""
    first, second = trigram_set(one), trigram_set(other)
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared)
