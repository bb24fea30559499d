"""What falls due on which day: filings by their clocks, papers that lapse, days promised."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from tuoyu.assessment import permissions as assessment
from tuoyu.assessment.queries import expiring
from tuoyu.assessment.queries.expiry import Expiries, Expiry
from tuoyu.desk.queries.inbox import in_reach
from tuoyu.filing.models import Clock
from tuoyu.filing.queries.preview import LABELS
from tuoyu.institutions import permissions as institutions
from tuoyu.org.models import User
from tuoyu.planning import permissions as planning
from tuoyu.planning.queries.plans import plans


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that falls due, and where it is dealt with."""

    on: date
    sort: str  # filing, paper or promise
    what: str
    who: str
    url: str


ONE_DAY = timedelta(days=1)
SORTS = {"filing": "备案时限", "paper": "证照到期", "promise": "方案期限"}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included."""

    first: date
    last: date
    today: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days

    @property
    def parts(self) -> "list[Span]":
        """What is over and what is to come: the register is asked as it was, and as it is."""
        if not self.first < self.today <= self.last:
            return [self]
        over = Span(self.first, self.today - ONE_DAY, self.today)
        return [over, Span(self.today, self.last, self.today)]


def counts(user: User, span: Span) -> dict[date, Counter[str]]:
    """How many of each sort fall due on each day."""
    found: dict[date, Counter[str]] = {}
    for day, number in (
        _clocks(user, span).order_by().values_list("due_on").annotate(Count("pk"))
    ):
        found.setdefault(day, Counter())["filing"] += number
    for day, number in _papers_by_day(user, span):
        found.setdefault(day, Counter())["paper"] += number
    for promise in promises(user, span):
        found.setdefault(promise.on, Counter())["promise"] += 1
    return found


def filings(user: User, span: Span, *, most: int | None = None) -> list[Due]:
    """Clocks that run, soonest first; `most` of each day."""
    rows = _clocks(user, span).select_related("filing__applicant")
    if most is not None:
        rows = rows.annotate(
            nth=Window(RowNumber(), partition_by=F("due_on"), order_by=("filing_id", "pk"))
        ).filter(nth__lte=most)
    return [_of_clock(row) for row in rows.order_by("due_on", "filing_id", "pk")]


def papers(user: User, span: Span, *, most: int | None = None) -> list[Due]:
    """Papers and certificates that lapse and are not renewed."""
    if not user.may(assessment.READ):
        return []
    found: list[Due] = []
    for expiries in _expiries(user, span):
        left = None if most is None else most - len(found)
        found += [_of_paper(row, user) for row in expiries.read(0, left)]
    return found


def _expiries(user: User, span: Span) -> Iterator[Expiries]:
    for part in span.parts:
        yield expiring(user, assessment.READ, on=part.first, days=part.days)


def _of_paper(row: Expiry, user: User) -> Due:
    url = reverse("institutions:institution", args=[row.institution.code])
    return Due(
        row.on,
        "paper",
        f"{row.what}到期",
        f"{row.institution} {row.whose}".strip(),
        url if user.may(institutions.READ) else "",
    )


def promises(user: User, span: Span) -> list[Due]:
    """Days for which a plan in force promised something."""
    if not user.may(planning.READ):
        return []
    return sorted(_promises(span), key=lambda due: (due.on, due.who))


def _promises(span: Span) -> Iterator[Due]:
    for book in plans():
        for clause in book.clauses:
            url = reverse("planning:clause", args=[book.head.slug, clause.number])
            by_target = {target.due for target in clause.targets}
            dated = [(target.due, target.says) for target in clause.targets]
            dated += [(d.by, clause.heading) for d in clause.deadlines if d.by not in by_target]
            for day, says in dated:
                if span.first <= day <= span.last:
                    yield Due(day, "promise", says, clause.number, url)


def _clocks(user: User, span: Span) -> "QuerySet[Clock]":
    """Two texts that set one term for one deed are one thing to do."""
    rows = Clock.objects.filter(
        finished_on=None, stopped_on=None, due_on__range=(span.first, span.last)
    )
    twins = rows.filter(
        filing=OuterRef("filing"),
        stops_on_word=OuterRef("stops_on_word"),
        pk__lt=OuterRef("pk"),
    )
    reach = in_reach(user).values("pk")
    return rows.filter(filing__in=reach).exclude(Exists(twins))


def _papers_by_day(user: User, span: Span) -> Iterator[tuple[date, int]]:
    if not user.may(assessment.READ):
        return
    for found in _expiries(user, span):
        for rows in (found.papers, found.certificates):
            yield from rows.order_by().values_list("day").annotate(Count("pk"))


def _of_clock(clock: Clock) -> Due:
    assert clock.due_on is not None
    return Due(
        clock.due_on,
        "filing",
        LABELS.get(clock.stops_on_word, clock.says),
        clock.filing.title,
        reverse("filing:review", args=[clock.filing_id]),
    )
