"""Reading who works where; identity numbers are masked here, always."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from tuoyu.core.sealing import mask_id
from tuoyu.institutions.models import Institution
from tuoyu.institutions.queries import plain
from tuoyu.workforce.models import BackgroundCheck, Credential, Employment, Person
from tuoyu.workforce.models.dossier import CHECK, CREDENTIAL, PERSON, POST


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
