"""The inbox: filings in hand by deadline, narrowed by what its address says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, Q

from tuoyu.core import clock
from tuoyu.desk.queries.strip import strip_days
from tuoyu.filing import permissions
from tuoyu.filing.models import Clock, Filing, FilingQuerySet, SiteCheck
from tuoyu.filing.queries.steps import step_of
from tuoyu.filing.queries.terms import days_left, used_by
from tuoyu.org.models import Region, User

Status = Filing.Status
SOON = 3  # working days
GROUPS = (
    ("overdue", "已超期"),
    ("today", "今天到期"),
    ("soon", "三个工作日内"),
    ("later", "三个工作日以后"),
    ("stopped", "计时中止"),
    ("untimed", "没有时限"),
)
SORTS = {
    "due": (F("due_on").asc(nulls_last=True), F("submitted_at")),
    "-due": (F("due_on").desc(nulls_last=True), F("submitted_at")),
    "submitted": (F("submitted_at"),),
    "-submitted": (F("submitted_at").desc(),),
}
DONE_FIRST = (F("closed_at").desc(nulls_last=True),)


@dataclass(frozen=True, slots=True)
class Wish:
    """How the list is narrowed and sorted."""

    kind: str = ""
    place: str = ""
    whose: str = ""
    status: str = ""
    due: str = ""
    done: str = ""  # anything: those at an end instead of those in hand
    q: str = ""
    sort: str = "due"

    @property
    def narrows(self) -> bool:
        """Does it leave anything out of those in hand, or of those at an end?"""
        return any((self.kind, self.place, self.whose, self.status, self.due, self.q))

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Wish":
        known = {name: query.get(name, "").strip() for name in cls.__slots__}
        return cls(**known | {"sort": known["sort"] if known["sort"] in SORTS else "due"})


@dataclass(frozen=True, slots=True)
class Line:
    """One filing as a row: how long is left, which step it is at, how its clock stands."""

    filing: Filing
    group: str
    left: int | None
    unit: str
    step: str
    total: int
    day: int


def in_reach(user: User, *, done: bool = False) -> FilingQuerySet:
    """What this person's office has in hand, or has brought to an end."""
    rows = reviewed(user)
    return rows.exclude(status__in=Filing.IN_HAND) if done else rows.in_hand()


def reviewed(user: User) -> FilingQuerySet:
    """All filings this person's office may look at."""
    return Filing.objects.visible_to(user, permissions.REVIEW)


def narrowed(rows: FilingQuerySet, wish: Wish, user: User) -> FilingQuerySet:
    """Everything but the deadline, which the strip above the list chooses."""
    rows = rows.filter(kind=wish.kind) if wish.kind else rows
    rows = rows.filter(status=wish.status) if wish.status else rows
    rows = rows.filter(region__path__contains=f"/{wish.place}") if wish.place else rows
    rows = rows.filter(_whose(wish.whose, user))
    return rows.filter(_named(wish.q)) if wish.q else rows


def due(rows: FilingQuerySet, wish: Wish, *, on: date) -> FilingQuerySet:
    """Narrowed to a cell of the strip: a day, or overdue, later, stopped."""
    if wish.due == "overdue":
        return rows.filter(due_on__lt=on)
    if wish.due == "stopped":
        return rows.filter(stopped_on__isnull=False)
    if wish.due == "later":
        return rows.filter(due_on__gt=strip_days(on)[-1])
    day = _day(wish.due)
    return rows.filter(due_on=day) if day else rows


def ordered(rows: FilingQuerySet, wish: Wish) -> FilingQuerySet:
    """With all that a row shows, in a fixed number of queries."""
    related = ("region", "officer", "applicant", "unit__region", "institution")
    running = Clock.objects.filter(finished_on=None)
    visits = SiteCheck.objects.filter(concluded_at__isnull=False)
    return in_order(rows.select_related(*related), wish).prefetch_related(
        Prefetch("clocks", running, to_attr="running"),
        Prefetch("site_checks", visits, to_attr="visits"),
    )


def in_order(rows: FilingQuerySet, wish: Wish) -> FilingQuerySet:
    """Those standing still come last, whatever the others are sorted by."""
    if wish.done and wish.sort == "due":
        return rows.order_by(*DONE_FIRST, "pk")  # no term runs any more: the latest end first
    standing = F("stopped_on").asc(nulls_first=True)
    return rows.order_by(standing, *SORTS[wish.sort], "pk")


def lines(filings: Iterable[Filing], *, on: date) -> list[Line]:
    return [_line(filing, on) for filing in filings]


def _line(filing: Filing, on: date) -> Line:
    running: list[Clock] = getattr(filing, "running", [])
    first = min(running, key=lambda one: (one.due_on or date.max, one.pk), default=None)
    left = days_left(first.due_on, on, first.unit) if first and first.due_on else None
    return Line(
        filing=filing,
        group=group_of(filing.due_on, filing.stopped_on is not None, on),
        left=left,
        unit="个工作日" if first is None or first.unit == "workdays" else "天",
        step=step_of(filing, getattr(filing, "visits", [])),
        total=first.term if first else 0,
        day=used_by(first, on) if first else 0,
    )


def group_of(due_on: date | None, stopped: bool, on: date) -> str:
    if stopped:
        return "stopped"
    if due_on is None:
        return "untimed"
    if due_on < on:
        return "overdue"
    if due_on == on:
        return "today"
    return "soon" if clock.workdays_between(on, due_on) <= SOON else "later"


def tallies(rows: FilingQuerySet) -> list[tuple[date | None, bool, int]]:
    """How many fall due on each day, and how many stand still; one query."""
    found = rows.values("due_on", stands=Q(stopped_on__isnull=False)).annotate(n=Count("pk"))
    return [(row["due_on"], row["stands"], row["n"]) for row in found.order_by()]


def group_counts(found: Iterable[tuple[date | None, bool, int]], on: date) -> dict[str, int]:
    counts: dict[str, int] = {}
    for due_on, stands, number in found:
        group = group_of(due_on, stands, on)
        counts[group] = counts.get(group, 0) + number
    return counts


def kind_counts(rows: FilingQuerySet) -> dict[str, int]:
    return dict(rows.values_list("kind").annotate(n=Count("pk")).order_by())


def places(user: User) -> list[tuple[str, str]]:
    """The places a person may narrow to: counties of a city, townships of a county."""
    paths = {grant.unit.region.path for grant in user.grants_for(permissions.REVIEW)}
    regions = Region.objects.filter(parent__path__in=paths).order_by("code")
    return [(region.code, region.short_name) for region in regions]


def _whose(whose: str, user: User) -> Q:
    if whose == "mine":
        return Q(officer=user)
    if whose == "free":
        return Q(officer=None)
    if whose == "both":
        return Q(officer=user) | Q(officer=None)
    return Q()


def _named(words: str) -> Q:
    return (
        Q(number__icontains=words)
        | Q(applicant__name__icontains=words)
        | Q(content__profile__name__icontains=words)
        | Q(content__profile__credit_code__iexact=words)
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
