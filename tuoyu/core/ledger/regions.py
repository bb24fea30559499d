"""Which county a text means: by name, by code, by alias, or as part of an address."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tuoyu.core.sheets.text import fold

_CITY = re.compile(r"^(?:[一-龥]{2,3}(?:省|自治区))?([一-龥]{2,4}?市)")
_SUFFIX = ("区", "县", "市", "旗")


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    name: str
    aliases: tuple[str, ...] = ()


class Regions:
    """The counties of one city. `city` is its full name, so that "郑州市高新区" is not ours."""

    def __init__(self, regions: Iterable[Region], *, city: str = "") -> None:
        self.all = tuple(regions)
        self.city = fold(city)
        self._exact = {fold(word): region for region in self.all for word in _words(region)}
        self._exact |= {fold(region.name): region for region in self.all}
        long = sorted((word for word in self._exact if _is_full(word)), key=len, reverse=True)
        self._front = _front(self.city)
        self._inside = re.compile("|".join(map(re.escape, long)) or "(?!)")
        self.named = lru_cache(maxsize=4_096)(self._named)
        self.within = lru_cache(maxsize=32_768)(self._within)
        self.foreign_city = lru_cache(maxsize=32_768)(self._foreign_city)

    @property
    def words(self) -> tuple[str, ...]:
        """All place names that may stand in front of an institution's name."""
        return (
            "河南省",
            self.city,
            self.city.removesuffix("市"),
            *filter(_is_full, self._exact),
        )

    def _named(self, text: str) -> Region | None:
        """What a county cell says: its whole text is a name, an alias or a code."""
        plain = fold(text)
        return self._exact.get(plain) or self._exact.get(self._without_city(plain))

    def _within(self, address: str) -> Region | None:
        """The county an address or a title lies in; None when it names another city."""
        plain = fold(address)
        if self.foreign_city(plain):
            return None
        found = self._inside.search(self._without_city(plain))
        return self._exact[found[0]] if found else None

    def _foreign_city(self, text: str) -> str | None:
        """Another city that the text begins with, if any."""
        found = _CITY.match(fold(text))
        if not found or not self.city or found[1] == self.city or found[1] in self._exact:
            return None
        return found[1]

    def _without_city(self, plain: str) -> str:
        return self._front.sub("", plain)


def _front(city: str) -> re.Pattern[str]:
    """The city, and the province before it, at the beginning of an address."""
    if not city:
        return re.compile("(?!)")
    short = re.escape(city.removesuffix("市"))
    return re.compile(rf"^(?:[一-龥]{{2,3}}省)?(?:{re.escape(city)}|{short}(?!市))")


def _words(region: Region) -> tuple[str, ...]:
    short = region.name.rstrip("区县市") if len(region.name) > 2 else region.name
    return (region.code, region.name, short, *region.aliases)


def _is_full(word: str) -> bool:
    """Long enough, and ending like a place: "新华" alone may be a street."""
    return len(word) >= 2 and word.endswith(_SUFFIX) and not word.isdigit()
