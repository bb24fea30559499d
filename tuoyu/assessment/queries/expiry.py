"""Papers and certificates that will lapse: the list, and the load by week."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import TruncWeek

from tuoyu.assessment.queries.judged import institutions_of
from tuoyu.assessment.queries.pages import Slices
from tuoyu.core.guard import Action
from tuoyu.institutions.models import Institution, Licence
from tuoyu.org.models import User
from tuoyu.workforce.models import Credential, Employment

PAPER, CERTIFICATE = "paper", "certificate"
COLUMNS = ("day", "institution_id", "sort", "kind", "whose")
Rows = Any  # querysets with annotated columns


@dataclass(frozen=True, slots=True)
class Expiry:
    """One paper that lapses on a day."""

    on: date
    institution: Institution
    what: str
    whose: str


class Expiries(Slices[Expiry]):
    """What lapses, soonest first."""

    def __init__(self, papers: Rows, certificates: Rows) -> None:
        self.papers, self.certificates = papers, certificates

    def __len__(self) -> int:
        return int(self.papers.count() + self.certificates.count())

    def read(self, start: int, stop: int | None) -> list[Expiry]:
        both = self.papers.values_list(*COLUMNS).union(
            self.certificates.values_list(*COLUMNS), all=True
        )
        rows = list(both.order_by("day", "institution_id", "kind", "whose")[start:stop])
        places = institutions_of(row[1] for row in rows)
        return [
            Expiry(day, places[place], _what(sort, kind), whose)
            for day, place, sort, kind, whose in rows
        ]


def expiring(
    user: User,
    action: Action,
    *,
    on: date,
    days: int = 90,
    county: str = "",
    institution: Institution | None = None,
) -> Expiries:
    """What lapses within `days` among institutions within reach, unless it is renewed."""
    reach = Institution.objects.visible_to(user, action).in_life(on)
    if county:
        reach = reach.filter(county__code=county)
    if institution is not None:
        reach = reach.filter(pk=institution.pk)
    until = on + timedelta(days=days)
    return Expiries(_papers(reach, on, until), _certificates(reach, on, until))


def expiry_load(found: Expiries, *, on: date) -> list[tuple[date, int]]:
    """How many papers lapse in each week; weeks are named by their Monday, none is left out."""
    weeks: dict[date, int] = {}
    for rows in (found.papers, found.certificates):
        counted = rows.order_by().values_list(TruncWeek("day")).annotate(number=Count("pk"))
        for monday, number in counted:
            weeks[monday] = weeks.get(monday, 0) + number
    if not weeks:
        return []
    first, last = on - timedelta(days=on.weekday()), max(weeks)
    mondays = (first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1))
    return [(monday, weeks.get(monday, 0)) for monday in mondays]


def _papers(reach: "QuerySet[Institution]", on: date, until: date) -> Rows:
    """Papers of the institution, save those of which a newer one lies there already."""
    newer = Licence.objects.filter(_renewed(), institution=OuterRef("institution"))
    rows = Licence.objects.filter(institution__in=reach, ends_on__range=(on, until))
    return rows.exclude(Exists(newer)).annotate(
        day=F("ends_on"), sort=Value(PAPER), whose=Value("", CharField())
    )


def _certificates(reach: "QuerySet[Institution]", on: date, until: date) -> Rows:
    """Certificates of those at work: once in each place, however many posts are held there."""
    held = Credential.objects.filter(ends_on__range=(on, until))
    newer = Credential.objects.filter(_renewed(), person=OuterRef("person"))
    lapsing = held.exclude(Exists(newer))
    at_work = Employment.objects.on(on)
    first = at_work.filter(
        person=OuterRef("person"), institution=OuterRef("institution"), pk__lt=OuterRef("pk")
    )
    posts = at_work.filter(institution__in=reach, person__credentials__in=lapsing)
    return posts.exclude(Exists(first)).annotate(
        day=F("person__credentials__ends_on"),
        sort=Value(CERTIFICATE),
        kind=F("person__credentials__kind"),
        whose=F("person__name"),
    )


def _renewed() -> Q:
    """Of the same kind, and good for longer."""
    longer = Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("ends_on"))
    return longer & Q(kind=OuterRef("kind"))


def _what(sort: str, kind: str) -> str:
    kinds = Licence.Kind if sort == PAPER else Credential.Kind
    return str(kinds(kind).label)
