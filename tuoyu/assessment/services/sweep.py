"""Sweeping the city: hold all rules against all institutions, and keep what changed."""

import time
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from tuoyu.assessment.models import Breach, Sweep, Tally
from tuoyu.assessment.queries.city import Broken, Count, breaches, counts
from tuoyu.assessment.queries.shelf import library
from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Institution
from tuoyu.records.services import Actor, note

Key = tuple[str, str, int]
BATCH = 5_000


@transaction.atomic
def run_sweep(*, on: date, by: Actor, at: datetime) -> Sweep:
    """Judge the city on a day; breaches that are gone end, new ones begin, the rest go on."""
    later = Sweep.objects.select_for_update().filter(on__gt=on).first()
    if later is not None:
        raise Refused(f"已有 {later.on} 的全市对照，不能再补更早的一天。")
    started = time.monotonic()
    rules = list(library().rules(on).values())
    found = {_key(one): one for one in breaches(rules, on)}
    sweep, _ = Sweep.objects.update_or_create(
        on=on,
        defaults={
            "ran_at": at,
            "rules": len(rules),
            "institutions": Institution.objects.in_life(on).count(),
            "breaches": len(found),
            "seconds": 0,
        },
    )
    _keep(found, on)
    _tally(sweep, counts(rules, on))
    sweep.seconds = round(time.monotonic() - started, 2)  # type: ignore[assignment]
    sweep.save(update_fields=["seconds"])
    note("sweep.ran", sweep, by=by, at=at, rules=len(rules), breaches=len(found))
    return sweep


def _key(broken: Broken) -> Key:
    return broken.rule.id, broken.rule.subject, broken.subject_id


def _keep(found: Mapping[Key, Broken], on: date) -> None:
    open_rows = {
        (row.rule, row.subject, row.subject_id): row for row in Breach.objects.current()
    }
    gone = [row.pk for key, row in open_rows.items() if key not in found]
    same_day = Breach.objects.filter(pk__in=gone, starts_on=on)
    same_day.delete()  # found and gone on one day: a second run of the day, not a breach
    Breach.objects.filter(pk__in=gone).update(ends_on=on)
    new = (_row(one, on) for key, one in found.items() if key not in open_rows)
    Breach.objects.bulk_create(new, batch_size=BATCH)
    _refresh(open_rows, found)


def _refresh(open_rows: Mapping[Key, Breach], found: Mapping[Key, Broken]) -> None:
    """A breach that goes on keeps its first day; its evidence is today's."""
    changed = []
    for key, row in open_rows.items():
        if key in found and row.evidence != found[key].evidence:
            row.evidence = found[key].evidence
            changed.append(row)
    Breach.objects.bulk_update(changed, ["evidence"], batch_size=BATCH)


def _row(broken: Broken, on: date) -> Breach:
    return Breach(
        institution_id=broken.institution_id,
        rule=broken.rule.id,
        subject=broken.rule.subject,
        subject_id=broken.subject_id,
        subject_label=broken.subject_label[:200],
        evidence=broken.evidence,
        starts_on=on,
    )


def _tally(sweep: Sweep, counted: Iterable[Count]) -> None:
    sweep.tallies.all().delete()
    rows = (
        Tally(
            sweep=sweep,
            rule=count.rule.id,
            county_code=count.county_code,
            kept=count.kept,
            broken=count.broken,
            unknown=count.unknown,
        )
        for count in counted
    )
    Tally.objects.bulk_create(rows, batch_size=BATCH)
