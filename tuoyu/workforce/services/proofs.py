"""Writing what people hold and what was asked about them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tuoyu.institutions.services import lists
from tuoyu.institutions.services.dossier import Values
from tuoyu.workforce.models import BackgroundCheck, Credential, Person
from tuoyu.workforce.models.dossier import CREDENTIALS
from tuoyu.workforce.services.staffing import Worker


def write(
    workers: Sequence[Worker], people: Mapping[int, Person], *, on: date, draft: bool
) -> None:
    _write_credentials(workers, people, on=on, draft=draft)
    _write_checks(workers, people)


def _write_credentials(
    workers: Sequence[Worker], people: Mapping[int, Person], *, on: date, draft: bool
) -> None:
    """A list that is given says all a person holds; one that is missing says nothing."""
    stated = {people[one.number].pk: one for one in workers if one.credentials is not None}
    rows = Credential.objects.filter(person_id__in=stated).order_by("pk")
    held: dict[int, list[Credential]] = {pk: [] for pk in stated}
    for row in rows:
        held[row.person_id].append(row)
    fresh: list[Credential] = []
    changed: list[Credential] = []
    for pk, worker in stated.items():
        items = [
            item
            for item in worker.credentials or []
            if lists.is_whole(CREDENTIALS, item, None, draft=draft)
        ]
        matched = lists.match(CREDENTIALS, held[pk], items)
        fresh += [_new(pk, item, on) for n, item in enumerate(items) if n not in matched]
        changed += _changed(matched, items)
        changed += _ended(held[pk], matched.values(), on)
    Credential.objects.bulk_create(fresh)
    Credential.objects.bulk_update(changed, [*CREDENTIALS.fields])


def _new(person_id: int, item: Values, on: date) -> Credential:
    ends = item.get("ends_on")
    starts = item.get("starts_on") or on
    values = item | {"starts_on": min(starts, ends) if ends else starts}
    return Credential(person_id=person_id, **values)


def _changed(matched: Mapping[int, Credential], items: Sequence[Values]) -> list[Credential]:
    found = []
    for number, row in matched.items():
        stated = {
            name: value
            for name, value in items[number].items()
            if name != "starts_on" or value is not None
        }
        if any(getattr(row, name) != value for name, value in stated.items()):
            for name, value in stated.items():
                setattr(row, name, value)
            found.append(row)
    return found


def _ended(
    rows: Sequence[Credential], kept: Iterable[Credential], on: date
) -> list[Credential]:
    """What is no longer named is no longer held."""
    pks = {row.pk for row in kept}
    gone = [row for row in rows if row.pk not in pks and (not row.ends_on or row.ends_on > on)]
    for row in gone:
        row.ends_on = max(on, row.starts_on)
    return gone


def _write_checks(workers: Sequence[Worker], people: Mapping[int, Person]) -> None:
    stated = {people[one.number].pk: one.check for one in workers if one.check}
    rows = BackgroundCheck.objects.filter(person_id__in=stated)
    known = {(row.person_id, row.asked_on): row for row in rows}
    fresh: list[BackgroundCheck] = []
    changed: list[BackgroundCheck] = []
    for pk, check in stated.items():
        row = known.get((pk, check["asked_on"]))
        if row is None:
            fresh.append(BackgroundCheck(person_id=pk, **check))
        else:
            row.outcome = check["outcome"]
            row.reference = check.get("reference") or row.reference
            changed.append(row)
    BackgroundCheck.objects.bulk_create(fresh)
    BackgroundCheck.objects.bulk_update(changed, ["outcome", "reference"])
