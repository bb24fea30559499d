"""Papers and certificates that will lapse: the list, and the load by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from tuoyu.core.guard import Action
from tuoyu.institutions.models import Institution, Licence
from tuoyu.org.models import User
from tuoyu.workforce.models import Credential, Employment


@dataclass(frozen=True, slots=True)
class Expiry:
    """One paper that lapses on a day."""

    on: date
    institution: Institution
    what: str
    whose: str


def expiring(user: User, action: Action, *, on: date, days: int = 90) -> list[Expiry]:
    """What lapses within `days`, soonest first, among institutions within reach."""
    reach = Institution.objects.visible_to(user, action).in_life(on)
    until = on + timedelta(days=days)
    found = [*_papers(reach, on, until), *_certificates(reach, on, until)]
    return sorted(found, key=lambda expiry: (expiry.on, expiry.institution.code))


def expiry_load(found: Sequence[Expiry], *, on: date) -> list[tuple[date, int]]:
    """How many papers lapse in each week; weeks are named by their Monday."""
    weeks: dict[date, int] = {}
    for expiry in found:
        monday = max(expiry.on, on) - timedelta(days=expiry.on.weekday())
        weeks[monday] = weeks.get(monday, 0) + 1
    return sorted(weeks.items())


def _papers(reach: "QuerySet[Institution]", on: date, until: date) -> list[Expiry]:
    licences = Licence.objects.filter(institution__in=reach, ends_on__range=(on, until))
    rows = licences.select_related("institution__unit")
    return [Expiry(r.ends_on or until, r.institution, r.get_kind_display(), "") for r in rows]


def _certificates(reach: "QuerySet[Institution]", on: date, until: date) -> list[Expiry]:
    posts = Employment.objects.on(on).filter(institution__in=reach)
    held = Credential.objects.filter(
        person__in=posts.values("person_id"), ends_on__range=(on, until)
    ).select_related("person")
    places = {
        post.person_id: post.institution for post in posts.select_related("institution__unit")
    }
    return [
        Expiry(c.ends_on or until, places[c.person_id], c.get_kind_display(), c.person.name)
        for c in held
    ]
