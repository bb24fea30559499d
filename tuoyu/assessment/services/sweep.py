"""Sweeping the city: hold all rules against all institutions, and keep what changed.

All of it happens inside the database, set by set: a city of 100,000 institutions has more
breaches than should travel to Python and back each night.
"""

import time
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from tuoyu.assessment.models import Sweep
from tuoyu.assessment.queries.city import Bench, benches
from tuoyu.assessment.queries.shelf import catalogue
from tuoyu.assessment.services import spans
from tuoyu.books import Rule, compile_sweep, compile_tally
from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Institution
from tuoyu.records.services import Actor, note

ONE_AT_A_TIME = 7_410_001  # the key of the lock that sweeps take


@transaction.atomic
def run_sweep(*, on: date, by: Actor, at: datetime) -> Sweep:
    """Judge the city on a day; breaches that are gone end, new ones begin, the rest go on."""
    _run("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    _check(on, at)
    started = time.monotonic()
    law = benches(on)
    breaches = _judge(law, on)
    sweep = _keep(on, at, law, breaches)
    spans.keep(on)
    _tally(sweep, law, on)
    sweep.seconds = round(time.monotonic() - started, 2)
    sweep.save(update_fields=["seconds"])
    note("sweep.ran", sweep, by=by, at=at, rules=sweep.rules, breaches=breaches)
    return sweep


def _check(on: date, at: datetime) -> None:
    if on > at.date():
        raise Refused("这一天还没有到，不能先对照。")
    later = Sweep.objects.filter(on__gt=on).first()
    if later is not None:
        raise Refused(f"已有 {later.on} 的全市对照，不能再补更早的一天。")


def _judge(law: Sequence[Bench], on: date) -> int:
    """All breaches of the day into the table `swept`; how many there are."""
    _run("SET LOCAL jit = off")
    _run(spans.SWEPT)
    total = 0
    for bench in law:
        text = compile_sweep(bench.rules, catalogue(), on, bench.among)
        total += _run(spans.SWEEP.format(found=_escaped(text)), _numbered(bench.rules))
    _run("ANALYZE swept")
    return total


def _keep(on: date, at: datetime, law: Sequence[Bench], breaches: int) -> Sweep:
    judged = {
        "ran_at": at,
        "rules": len({rule.id for bench in law for rule in bench.rules}),
        "institutions": Institution.objects.in_life(on).count(),
        "breaches": breaches,
        "seconds": 0,
    }
    return Sweep.objects.update_or_create(on=on, defaults=judged)[0]


def _tally(sweep: Sweep, law: Sequence[Bench], on: date) -> None:
    sweep.tallies.all().delete()
    for bench in law:
        text = compile_tally(bench.rules, catalogue(), on, bench.among)
        names = _numbered(bench.rules)[:1]
        _run(spans.TALLY.format(found=_escaped(text)), [sweep.pk, *names])


def _numbered(rules: Sequence[Rule]) -> list[Any]:
    return [[rule.id for rule in rules], [rule.subject for rule in rules]]


def _escaped(text: str) -> str:
    """Compiled text inside a query that takes parameters."""
    return text.replace("%", "%%")


def _run(text: str, values: Sequence[Any] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return int(cursor.rowcount)
