"""Reading who works where; identity numbers are masked here, always."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from tuoyu.core.sealing import lookup_hash, mask_id
from tuoyu.institutions.models import Institution
from tuoyu.institutions.queries import plain
from tuoyu.workforce.models import BackgroundCheck, Credential, Employment, Person
from tuoyu.workforce.models.dossier import CHECK, CREDENTIAL, PERSON, POST

SOON: Final = timedelta(days=30)


def staff_of(institution: Institution, on: date) -> list[dict[str, Any]]:
    """The people's part of the Dossier as it stood that day, numbers masked."""
    rows = (
        Employment.objects.on(on)
        .filter(institution=institution)
        .select_related("person")
        .prefetch_related(
            Prefetch("person__credentials", _shown_on(on), to_attr="held"),
            Prefetch("person__background_checks", _asked_by(on), to_attr="asked"),
        )
    )
    return [_worker(row) for row in rows.order_by("pk")]


def _shown_on(on: date) -> QuerySet[Credential]:
    return Credential.objects.filter(starts_on__lte=on).order_by("kind", "-starts_on", "-pk")


def _asked_by(on: date) -> QuerySet[BackgroundCheck]:
    return BackgroundCheck.objects.filter(asked_on__lte=on).order_by("-asked_on", "-pk")


def _worker(row: Employment) -> dict[str, Any]:
    person: Any = row.person
    return {
        "key": f"p{person.pk}",
        "id_number": mask_id(person.id_tail),
        "class_key": f"c{row.nursery_class_id}" if row.nursery_class_id else None,
        **{name: plain(getattr(person, name)) for name in PERSON},
        **{name: getattr(row, name) for name in POST},
        "starts_on": plain(row.hired_on or row.starts_on),
        "credentials": [_part(held, CREDENTIAL) for held in person.held],
        "background": _part(person.asked[0], CHECK) if person.asked else None,
    }


def _part(row: Credential | BackgroundCheck, names: Sequence[str]) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in names}


def elsewhere(people: Sequence[int], on: date) -> QuerySet[Person]:
    """Those of these people who work in more than one institution that day (同时任职)."""
    holding = Q(employments__starts_on__lte=on) & (
        Q(employments__ends_on__isnull=True) | Q(employments__ends_on__gt=on)
    )
    places = Count("employments__institution", filter=holding, distinct=True)
    return Person.objects.filter(pk__in=people).annotate(places=places).filter(places__gt=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of staff is narrowed by; empty means all."""

    q: str = ""
    county: str = ""
    institution: str = ""
    post: str = ""
    more: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        return cls(**{name: query.get(name, "").strip()[:80] for name in cls.__slots__})


def staff(mine: QuerySet[Employment], wanted: Wanted, on: date) -> QuerySet[Employment]:
    """Who is at work that day, with the day their health certificate lapses."""
    health = Credential.objects.filter(person=OuterRef("person"), kind=Credential.Kind.HEALTH)
    latest = health.filter(starts_on__lte=on).order_by(F("ends_on").desc(nulls_first=True))
    places = Employment.objects.on(on).filter(person=OuterRef("person")).order_by()
    others = places.exclude(institution=OuterRef("institution"))
    rows = (
        mine.filter(_holding(on))
        .select_related("person", "institution__unit", "institution__county", "nursery_class")
        .annotate(
            has_health=Exists(health.filter(starts_on__lte=on)),
            health_ends_on=Subquery(latest.values("ends_on")[:1]),
            works_elsewhere=Exists(others),
        )
    )
    return rows.filter(_condition(wanted, on)).order_by("institution__code", "post", "pk")


def _holding(on: date) -> Q:
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))


def _condition(wanted: Wanted, on: date) -> Q:
    asked = Q()
    if wanted.q:
        # A whole number is found by its keyed hash; part of one finds nothing, by design.
        asked &= Q(person__name__contains=wanted.q) | Q(person__id_hash=lookup_hash(wanted.q))
    if wanted.county:
        asked &= Q(institution__county__code=wanted.county)
    if wanted.institution:
        asked &= Q(institution__code=wanted.institution)
    if wanted.post:
        asked &= Q(post=wanted.post)
    soon = on + SOON
    more = {
        "lapsed": Q(has_health=False) | Q(health_ends_on__lte=on),
        "lapsing": Q(has_health=True, health_ends_on__gt=on, health_ends_on__lte=soon),
        "elsewhere": Q(works_elsewhere=True),
    }
    return asked & more.get(wanted.more, Q())


def health_state(row: Any, on: date) -> tuple[str, str]:
    """Chip and words of the health certificate of one row of `staff`."""
    ends: date | None = row.health_ends_on
    if not row.has_health:
        return "broken", "没有健康证"
    if ends is None:
        return "unknown", "健康证到期日待查明"
    if ends <= on:
        return "overdue", f"健康证已于 {ends} 到期"
    return ("soon" if ends <= on + SOON else "kept"), f"健康证至 {ends}"


def posts_of(institution: Institution, on: date) -> list[tuple[str, int]]:
    """How many hold each post that day, as (label, count)."""
    rows = Employment.objects.on(on).filter(institution=institution).order_by()
    counts = dict(rows.values_list("post").annotate(Count("pk")))
    return [(str(post.label), counts[post]) for post in Employment.Post if post in counts]
