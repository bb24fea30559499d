"""Finding the same institution again, however it is spelled, without comparing all with all."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from tuoyu.core.sheets.names import NameKey, likeness, trigrams

R = TypeVar("R", bound=Hashable)

# A name part that half a county shares tells nothing; looking through its list would be slow.
_COMMON, _LOOKED_AT = 60, 8
_ALIKE, _ALIKE_WITH_PROOF, _SHORTEST = 0.5, 0.3, 2
_ALIKE_FIRST = itemgetter(0)


class Traits(NamedTuple, Generic[R]):
    """What an institution is recognised by; `ref` is whatever the caller calls it."""

    ref: R
    name: str
    key: NameKey
    parts: frozenset[str]  # trigrams of the key's core
    region: str
    code: str = ""  # only a sound one
    address: str = ""  # folded
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Found(Generic[R]):
    """`same`: it is the same one. `maybe`: a person has to say."""

    other: Traits[R]
    kind: Literal["same", "maybe"]
    why: str


class Index(Generic[R]):
    """Known institutions by code, by name within a county, by place, and by parts of names."""

    def __init__(self) -> None:
        self.by_code: dict[str, Traits[R]] = {}
        self.by_key: dict[tuple[str, NameKey], list[Traits[R]]] = defaultdict(list)
        self.by_place: dict[tuple[str, str], Traits[R]] = {}
        # Parts of names: (has a code, county, sort) → part → who has it.
        self.by_part: dict[tuple[bool, str, str], dict[str, list[Traits[R]]]] = defaultdict(
            dict
        )

    def add(self, traits: Traits[R]) -> None:
        if traits.code:
            self.by_code.setdefault(traits.code, traits)
        self.by_key[traits.region, traits.key].append(traits)
        if traits.address:
            self.by_place.setdefault((traits.region, traits.address), traits)
        parts = self.by_part[bool(traits.code), traits.region, traits.key.sort]
        for part in trigrams(traits.key.core):
            parts.setdefault(part, []).append(traits)

    def find(self, traits: Traits[Any]) -> Found[R] | None:
        """The surest answer: by code, then by name, then by likeness, then by place."""
        return (
            self._by_code(traits)
            or self._by_name(traits)
            or self._by_likeness(traits)
            or self._by_place(traits)
        )

    def _by_code(self, traits: Traits[Any]) -> Found[R] | None:
        other = self.by_code.get(traits.code) if traits.code else None
        if other is None:
            return None
        if likeness(traits.key.core, other.key.core) >= _ALIKE_WITH_PROOF or _same_place(
            traits, other
        ):
            return Found(other, "same", "统一社会信用代码相同")
        return Found(other, "maybe", "统一社会信用代码相同，名称不同")

    def _by_name(self, traits: Traits[Any]) -> Found[R] | None:
        others = self.by_key.get((traits.region, traits.key), ())
        doubtful: Found[R] | None = None
        for other in others:
            if len(traits.key.core) < _SHORTEST or _different(traits, other):
                doubtful = doubtful or Found(other, "maybe", "名称相同，代码或地址、电话不同")
            else:
                return Found(other, "same", _spelled(traits, other))
        return doubtful

    def _by_likeness(self, traits: Traits[Any]) -> Found[R] | None:
        """The likest, when it is alike enough; else one that is at the same place."""
        scored = self._scored(traits)
        best = max(scored, key=_ALIKE_FIRST, default=None)
        if best is None:
            return None
        if best[0] >= _ALIKE:
            return _alike(traits, best[1]) or Found(best[1], "maybe", "名称相近")
        ranked = sorted(scored, key=_ALIKE_FIRST, reverse=True)
        return next(filter(None, (_alike(traits, other) for _, other in ranked)), None)

    def _by_place(self, traits: Traits[Any]) -> Found[R] | None:
        other = self.by_place.get((traits.region, traits.address)) if traits.address else None
        return Found(other, "maybe", "地址相同，名称不同") if other else None

    def _scored(self, traits: Traits[Any]) -> list[tuple[float, Traits[R]]]:
        """How alike the candidates are; written out, since long ledgers ask it by the
        hundred thousand."""
        mine, many, scored = traits.parts, len(traits.parts), []
        for other in self._candidates(traits):
            shared = len(mine & other.parts)
            alike = shared / (many + len(other.parts) - shared)
            if alike >= _ALIKE_WITH_PROOF:
                scored.append((alike, other))
        return scored

    def _candidates(self, traits: Traits[Any]) -> list[Traits[R]]:
        """Those that share one of the two rarest parts of the name.

        Two sound codes that differ are two institutions, however alike their names.
        """
        lists = self._sharing(traits, coded=False)
        if not traits.code:
            lists += self._sharing(traits, coded=True)
        rare = sorted([found for found in lists if len(found) <= _COMMON], key=len)
        return [other for found in rare[:2] for other in found[-_LOOKED_AT:]]

    def _sharing(self, traits: Traits[Any], *, coded: bool) -> list[list[Traits[R]]]:
        parts = self.by_part.get((coded, traits.region, traits.key.sort))
        if not parts:
            return []
        return list(filter(None, map(parts.get, trigrams(traits.key.core))))


def _alike(traits: Traits[Any], other: Traits[R]) -> Found[R] | None:
    if _same_place(traits, other) and not _different(traits, other):
        return Found(other, "same", "名称相近，地址或电话相同")
    return None


def _same_place(one: Traits[Any], other: Traits[Any]) -> bool:
    address = bool(one.address) and one.address == other.address
    return address or (bool(one.phone) and one.phone == other.phone)


def _different(one: Traits[Any], other: Traits[Any]) -> bool:
    """Two sound codes that differ, or both address and telephone differing."""
    if one.code and other.code:
        return one.code != other.code
    apart = one.address and other.address and one.address != other.address
    return bool(apart and one.phone and other.phone and one.phone != other.phone)


def _spelled(one: Traits[Any], other: Traits[Any]) -> str:
    return "名称相同" if one.name == other.name else "同一名称的不同写法"
