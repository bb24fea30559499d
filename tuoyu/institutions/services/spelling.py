"""How a name is found: pinyin initials and one lower-case text to search in."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import Any, Final

from pypinyin import Style, lazy_pinyin

MOST_READINGS = 8
LONGEST = 120

# Characters of names that are read in two ways, the likelier initial first.
_OPEN: Final = {
    "乐": "ly",
    "长": "cz",
    "重": "cz",
    "朝": "cz",
    "行": "xh",
    "曾": "zc",
    "单": "ds",
    "解": "jx",
    "盛": "sc",
    "翟": "zd",
    "贾": "jg",
    "尉": "wy",
    "参": "cs",
    "藏": "cz",
    "调": "td",
    "传": "cz",
    "弹": "td",
    "茄": "qj",
    "石": "sd",
    "都": "dd",
    "叶": "yx",
}
# Words whose reading is certain: places of the province, and words that names are made of.
_SURE: Final = {
    "郏县": "jx",
    "叶县": "yx",
    "长葛": "cg",
    "长垣": "cy",
    "浚县": "xx",
    "柘城": "zc",
    "石龙": "sl",
    "石人山": "srs",
    "石榴": "sl",
    "宝石": "bs",
    "朝阳": "cy",
    "重阳": "cy",
    "长乐": "cl",
    "成长": "cz",
    "乐园": "ly",
    "快乐": "kl",
    "音乐": "yy",
    "行知": "xz",
    "长安": "ca",
    "长城": "cc",
    "长江": "cj",
    "重庆": "cq",
    "都市": "ds",
    "首都": "sd",
}
_PARTS = re.compile("|".join((*map(re.escape, sorted(_SURE, key=len, reverse=True)), ".")))


def initials(name: str) -> str:
    """平顶山新华区 → pdsxhq; letters and digits stay, signs are left out."""
    return next(iter(_readings(name)), "")


def searchable(
    name: str, *, other_name: str = "", address: str = "", credit_code: str = ""
) -> str:
    """Everything a person may type to find an institution, in lower case."""
    return _searchable(name, _readings(name), other_name, address, credit_code)


def _searchable(
    name: str, readings: Sequence[str], other_name: str, address: str, credit_code: str
) -> str:
    others = _readings(other_name) if other_name else ()
    parts = (name, other_name, *dict.fromkeys((*readings, *others)), address, credit_code)
    return " ".join(filter(None, parts)).lower()


def of(profile: Mapping[str, Any], address: str) -> dict[str, str]:
    """What a profile keeps for search, from its own facts and its site's address."""
    name = profile.get("name") or ""
    readings = _readings(name)
    other_name, code = profile.get("other_name") or "", profile.get("credit_code") or ""
    text = _searchable(name, readings, other_name, address, code)
    return {"initials": next(iter(readings), ""), "searchable": text}


def _readings(name: str) -> list[str]:
    """The likely initials first, then what other readings of its characters would give."""
    choices = [_letters(part) for part in _PARTS.findall(name)]
    found = ("".join(letters)[:LONGEST] for letters in islice(product(*choices), MOST_READINGS))
    return [text for text in dict.fromkeys(found) if text]


@lru_cache(maxsize=16_384)
def _letters(part: str) -> tuple[str, ...]:
    """One part's possible initials; product() walks the last ones first, likeliest to begin."""
    if part in _SURE:
        return (_SURE[part],)
    if part in _OPEN:
        return tuple(_OPEN[part])
    if part.isascii():
        return (part.lower() if part.isalnum() else "",)
    letter = "".join(lazy_pinyin(part, style=Style.FIRST_LETTER, errors="ignore"))
    return (letter if letter.isascii() else "",)
