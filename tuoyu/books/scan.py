"""One scan of a subject, and the rules that read it, numbered and with a bit each.

Each subject is scanned once. The scan is fenced with OFFSET '0', so that a fact computed by a
subquery is computed once however many rules read it; the quoted zero keeps the fence open to
parallel workers, which a bare 0 is not. Rules are numbered by their place in the sequence
given, from 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tuoyu.books.entries import Rule
from tuoyu.books.facts import ALWAYS, Catalogue
from tuoyu.books.sql import to_sql

WORD = 62  # bits of one mask: a bigint without its sign, and one to spare
FENCE = "OFFSET '0'"


class Share(NamedTuple):
    """A part of the city: the institutions of these numbers, both included."""

    first: int
    last: int
    counties: tuple[str, ...] = ()  # of these only, where any is named


@dataclass(frozen=True, slots=True)
class Numbered:
    """A rule with its number in the answer and its bit in the masks of its subject."""

    number: int
    word: int
    bit: int
    rule: Rule

    @property
    def breach(self) -> str:
        return to_sql(self.rule.breach.term, "r")

    @property
    def applies(self) -> str:
        when = self.rule.when
        return to_sql(when.term, "r") if when else "TRUE"

    @property
    def failing(self) -> str:
        """A breach, of a row to which the rule applies."""
        return f"(NOT {to_sql(self.rule.holds.term, 'r')})"

    @property
    def exempt(self) -> str | None:
        when = self.rule.when
        return f"{to_sql(when.term, 'r')} IS FALSE" if when else None

    @property
    def evidence(self) -> str:
        pairs = ", ".join(f"'{name}', r.{name}" for name in self.rule.columns)
        return f"jsonb_build_object({pairs})"


def by_subject(
    rules: Sequence[Rule], catalogue: Catalogue
) -> Iterable[tuple[str, list[Numbered]]]:
    """The rules of each subject the catalogue has, with their bits."""
    groups: dict[str, list[Numbered]] = {}
    for number, rule in enumerate(rules):
        group = groups.setdefault(rule.subject, [])
        word, place = divmod(len(group), WORD)
        group.append(Numbered(number, word, 1 << place, rule))
    unknown = sorted(set(groups) - set(catalogue.names))
    if unknown:
        raise KeyError(f"没有事实“{unknown[0]}”")
    return groups.items()


def together(parts: Iterable[str], nothing: str) -> str:
    """The empty first part gives the answer its column names and types."""
    return "\nUNION ALL\n".join([nothing, *parts])


def scan(
    subject: str,
    numbered: list[Numbered],
    on: date,
    among: Sequence[int] | Share | None,
    keys: tuple[str, ...] = ALWAYS,
) -> str:
    """The fenced rows of a subject, of all or some institutions: keys and what is read."""
    read = (name for one in numbered for name in one.rule.columns)
    columns = ", ".join(f"f.{name}" for name in dict.fromkeys((*keys, *read))) or "1"
    call = f"facts.{subject}(DATE '{on.isoformat()}', {_among(among)})"
    return f"(SELECT {columns} FROM {call} AS f{_within(among)} {FENCE})"


def _within(among: Sequence[int] | Share | None) -> str:
    """Of many institutions a county is told by its code: as a list they would take longer."""
    if not isinstance(among, Share) or not among.counties:
        return ""
    codes = ", ".join("'" + code.replace("'", "''") + "'" for code in among.counties)
    return f" WHERE f.region_code IN ({codes})"


def _among(among: Sequence[int] | Share | None) -> str:
    match among:
        case None:
            return "NULL::bigint[]"
        case Share(first, last, _):
            return f"NULL::bigint[], {first}, {last}"
    return f"ARRAY[{', '.join(str(int(one)) for one in among)}]::bigint[]"


def any_breach(numbered: list[Numbered]) -> str:
    """Whether a row breaks any of the rules; a condition they share is asked once."""
    return " OR ".join(
        f"({when} AND ({' OR '.join(one.failing for one in group)}))"
        for when, group in _by_condition(numbered)
    )


def broken_mask(numbered: list[Numbered], word: int) -> str:
    """The bits of the rules that a row breaks."""
    groups = _by_condition([one for one in numbered if one.word == word])
    return " | ".join(
        f"CASE WHEN {when} THEN {_bits(group)} ELSE 0::bigint END" for when, group in groups
    )


def _by_condition(numbered: list[Numbered]) -> list[tuple[str, list[Numbered]]]:
    """Rules that apply to the same rows, beside the condition that tells which."""
    groups: dict[str, list[Numbered]] = {}
    for one in numbered:
        groups.setdefault(one.applies, []).append(one)
    return list(groups.items())


def _bits(group: list[Numbered]) -> str:
    bits = (
        f"CASE WHEN {one.failing} THEN {one.bit}::bigint ELSE 0::bigint END" for one in group
    )
    return f"({' | '.join(bits)})"
