"""The whole city held against the law in one query: breaches and counts by county."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise

from django.conf import settings
from django.db import connection

from tuoyu.assessment.queries.shelf import catalogue, library
from tuoyu.books import (
    Broken,
    Library,
    Rule,
    Share,
    compile_marks,
    compile_tally,
    read_marks,
)
from tuoyu.core.snapshot import ask, ask_at_once
from tuoyu.institutions.models import Institution
from tuoyu.org.models import Region

LARGE = 5_000  # institutions; below it the first rows are there before a second connection is
BEYOND = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Count:
    """How the rows of one county stand to one rule."""

    rule: Rule
    county_code: str
    kept: int
    broken: int
    unknown: int
    exempt: int


Among = Sequence[int] | Share | None


@dataclass(frozen=True, slots=True)
class Bench:
    """Rules and whom they govern: few institutions by number, many by county; None: all."""

    rules: tuple[Rule, ...]
    among: Among = None


def benches(on: date, law: Library | None = None) -> list[Bench]:
    """The law of the city on a day: one bench, unless a county has books of its own."""
    law = law or library()
    codes = Region.objects.counties().on(on).values_list("code", flat=True)
    found: dict[int, tuple[tuple[Rule, ...], list[str]]] = {}
    for code in codes:
        rules = law.rules(on, code)  # counties under the same books get the same mapping
        found.setdefault(id(rules), (tuple(rules.values()), []))[1].append(code)
    if len(found) < 2:
        return [Bench(rules) for rules, _ in found.values()]
    return [Bench(rules, _of(places)) for rules, places in found.values()]


def _of(counties: Sequence[str]) -> Among:
    rows = Institution.objects.filter(county__code__in=counties)
    if rows.count() < LARGE:
        return tuple(rows.order_by("pk").values_list("pk", flat=True))
    return Share(0, BEYOND, tuple(counties))


def breaches(rules: Sequence[Rule], on: date, among: Among = None) -> list[Broken]:
    """Every breach of every rule on a day, of all institutions or some."""
    facts = catalogue()
    texts = [compile_marks(rules, facts, on, part) for part in _parts(among)]
    rows = ask_at_once(texts) if len(texts) > 1 else [ask(texts[0])]
    return read_marks(rules, facts, chain.from_iterable(rows))


def _parts(among: Among) -> list[Among]:
    """Even parts of a large city, one for each connection; a small one is not worth parting.

    Inside a transaction there is one part: another connection would not see its changes.
    """
    parts = settings.SWEEP_CONNECTIONS
    if parts < 2 or connection.in_atomic_block or not _is_large(among):
        return [among]
    counties = among.counties if isinstance(among, Share) else ()
    edges = [-1, *_cuts(parts, counties), BEYOND]  # from 0: filings of no institution yet
    return [Share(first + 1, last, counties) for first, last in pairwise(edges)]


def _is_large(among: Among) -> bool:
    return isinstance(among, Share) or (among is None and Institution.objects.count() >= LARGE)


def _cuts(parts: int, counties: Sequence[str]) -> list[int]:
    """The last number of every part but the last."""
    shares = [part / parts for part in range(1, parts)]
    ((lasts,),) = ask(
        "SELECT percentile_disc(%s::float8[]) WITHIN GROUP (ORDER BY i.id)"
        " FROM institutions_institution i JOIN org_region c ON c.id = i.county_id"
        " WHERE %s = '{}' OR c.code = ANY (%s)",
        [shares, list(counties), list(counties)],
    )
    return list(lasts)


def counts(rules: Sequence[Rule], on: date, among: Among = None) -> list[Count]:
    """Rule by rule and county by county: kept, broken, unknown, exempt."""
    found = ask(compile_tally(rules, catalogue(), on, among))
    return [Count(rules[number], *rest) for number, *rest in found]
