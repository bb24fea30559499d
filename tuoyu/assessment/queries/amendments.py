"""What changed in the law between two days: entries that came, went, or say something else."""

from dataclasses import dataclass
from datetime import date

from tuoyu.assessment.queries.shelf import library
from tuoyu.books import Entry, Item, Rule


@dataclass(frozen=True, slots=True)
class Amendment:
    """One entry before and after; a side is None where it was not in force."""

    before: Entry | None
    after: Entry | None

    @property
    def entry(self) -> Entry:
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def word(self) -> str:
        if self.before is None:
            return "新增"
        return "不再适用" if self.after is None else "改动"

    @property
    def chip(self) -> str:
        return {"新增": "doing", "不再适用": "stopped", "改动": "soon"}[self.word]


def amendments(since: date, until: date, place: str) -> list[Amendment]:
    """Entry by entry, in the order of documents; what stayed the same is left out."""
    old, new = library().entries(since, place), library().entries(until, place)
    pairs = (Amendment(old.get(id_), new.get(id_)) for id_ in sorted({*old, *new}))
    return [pair for pair in pairs if _differs(pair)]


def _differs(pair: Amendment) -> bool:
    if pair.before is None or pair.after is None:
        return True
    return _text(pair.before) != _text(pair.after)


def _text(entry: Entry) -> tuple[str, ...]:
    """All that a reader of the entry is told."""
    told = (entry.says, entry.article, entry.level.value, entry.note)
    match entry:
        case Rule(when=when, holds=holds, remedy=remedy, severity=severity):
            applies = when.in_words if when else ""
            return (*told, applies, holds.in_words, remedy, severity.value)
        case Item(how=how):
            return (*told, how)
        case _:
            return told
