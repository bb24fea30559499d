"""The breaches of a city as few and small rows: one for each row of facts that breaks anything.

A city has more breaches than rows that break something, and a program that reads them spends
its time on rows. So each row carries a mask of the rules it breaks, and beside it the facts
that those rules read; `read_marks` tells the breaches apart again.
"""

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from tuoyu.books.entries import Rule
from tuoyu.books.facts import Catalogue
from tuoyu.books.scan import (
    FENCE,
    Numbered,
    Share,
    any_breach,
    broken_mask,
    by_subject,
    scan,
    together,
)


class Broken(NamedTuple):
    """One rule broken by one row, with the facts it read."""

    rule: Rule
    institution_id: int
    subject_id: int
    subject_label: str
    written: str  # the facts of all breaches of the row, as PostgreSQL wrote them
    place: int  # which of them are this rule's

    @property
    def evidence(self) -> dict[str, Any]:
        """Column → value, as JSON knows them; read when asked, since most are never opened."""
        values = json.loads(f"[{self.written}]")[self.place]
        return dict(zip(self.rule.columns, values, strict=True))


def compile_marks(
    rules: Sequence[Rule],
    catalogue: Catalogue,
    on: date,
    among: Sequence[int] | Share | None = None,
) -> str:
    """Rows that break anything, of all institutions, some, or a share of the city.

    Gives subject smallint (a number), institution_id, subject_id bigint, subject_label,
    written text (JSON arrays, one a broken rule, side by side), and masks broken0… bigint.
    """
    groups = _groups(rules, catalogue)
    words = range(max((len(_words(numbered)) for numbered in groups), default=1))
    parts = [
        _marked(number, numbered, scan(numbered[0].rule.subject, numbered, on, among), words)
        for number, numbered in enumerate(groups)
    ]
    return together(parts, f"{NOTHING}{_named('0::bigint AS broken{}', words)} WHERE FALSE")


NOTHING = (
    "SELECT 0::smallint AS subject, 0::bigint AS institution_id, 0::bigint AS subject_id, "
    "''::text AS subject_label, ''::text AS written"
)


def read_marks(
    rules: Sequence[Rule], catalogue: Catalogue, rows: Iterable[tuple[Any, ...]]
) -> list[Broken]:
    """The breaches of marked rows; rules and catalogue are those the query was compiled for."""
    groups = _groups(rules, catalogue)
    known: dict[tuple[int, ...], list[tuple[int, Rule]]] = {}
    found: list[Broken] = []
    with _uncollected():
        for subject, institution, row, label, written, *masks in rows:
            key = (subject, *masks)
            broken = known.get(key)
            if broken is None:
                broken = known[key] = list(enumerate(_broken(groups[subject], masks)))
            found += [
                Broken(rule, institution, row, label, written, place) for place, rule in broken
            ]
    return found


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cycles meanwhile: hundreds of thousands of tuples hold none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _groups(rules: Sequence[Rule], catalogue: Catalogue) -> list[list[Numbered]]:
    return [numbered for _, numbered in by_subject(rules, catalogue)]


def _broken(numbered: list[Numbered], masks: Sequence[int]) -> Iterator[Rule]:
    return (one.rule for one in numbered if masks[one.word] & one.bit)


def _words(numbered: list[Numbered]) -> range:
    return range(numbered[-1].word + 1)


def _named(text: str, words: range) -> str:
    return "".join(f", {text.format(word)}" for word in words)


def _marked(subject: int, numbered: list[Numbered], rows: str, words: range) -> str:
    own = _words(numbered)
    masks = ", ".join(f"{broken_mask(numbered, word)} AS broken{word}" for word in own)
    empty = ", 0::bigint" * (len(words) - len(own))
    return (
        f"SELECT {subject}::smallint, r.institution_id, r.subject_id, r.subject_label,"
        f" {_written(numbered)}{_named('r.broken{}', own)}{empty}\n"
        f"FROM (SELECT r.*, {masks}\nFROM {rows} AS r\n"
        f"WHERE {any_breach(numbered)}\n{FENCE}) AS r"
    )


def _written(numbered: list[Numbered]) -> str:
    """The facts of each broken rule, in the order of the rules.

    Word by word, since a function of PostgreSQL takes no more than 100 arguments.
    """
    words = [
        f"nullif(concat_ws(',', {', '.join(_facts(one) for one in group)}), '')"
        for _, group in groupby(numbered, lambda one: one.word)
    ]
    return f"concat_ws(',', {', '.join(words)})"


def _facts(one: Numbered) -> str:
    columns = ", ".join(f"r.{name}" for name in one.rule.columns)
    hit = f"(r.broken{one.word} & {one.bit}::bigint) <> 0"
    return f"CASE WHEN {hit} THEN json_build_array({columns})::text END"
