"""Reading the trail: the history of one thing, the browser of all, news for upper rooms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection, models
from django.db.models import Q, QuerySet

from tuoyu.core.clock import CITY_ZONE
from tuoyu.core.dates import on_calendar
from tuoyu.records.models import Entry

LATE_DEEDS = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser of the trail is narrowed by; empty means all."""

    deed: str = ""
    actor: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None
    region: str = ""


def history_of(subject: models.Model) -> QuerySet[Entry]:
    """What happened to one thing, oldest first."""
    return Entry.objects.filter(
        subject_kind=subject._meta.label_lower, subject_id=subject.pk
    ).order_by("pk")


def browse(asked: Asked) -> QuerySet[Entry]:
    """The trail, newest first."""
    rows = Entry.objects.order_by("-pk")
    if asked.deed:
        rows = rows.filter(deed=asked.deed)
    if asked.actor:
        rows = rows.filter(Q(actor_name=asked.actor) | Q(acting_for=asked.actor))
    if asked.subject:
        rows = rows.filter(subject_label__icontains=asked.subject)
    if asked.since:
        rows = rows.filter(at__gte=_midnight(on_calendar(asked.since)))
    if asked.until:
        rows = rows.filter(at__lt=_midnight(on_calendar(asked.until) + timedelta(days=1)))
    if asked.region:
        rows = rows.filter(region_path__startswith=asked.region)
    return rows


def mark(*, quiet: Iterable[str] = ()) -> str:
    """Differs from the mark before as soon as one more deed is seen; empty while none was done.

    Deeds of the rooms named quiet do not move it. A deed may be numbered early and committed
    late, so the last thousand are counted too.
    """
    rows = Entry.objects.all()
    for room in quiet:
        rows = rows.exclude(deed__startswith=f"{room}.")
    last = rows.order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        return ""
    return f"{last}-{rows.filter(pk__gt=last - LATE_DEEDS).count()}"


def news_after(xid: int, entry_id: int, limit: int = 1000) -> list[Entry]:
    """What an upper room has not read yet, by (xid, pk): it keeps both as its cursor."""
    later = Q(xid__gt=xid) | Q(xid=xid, pk__gt=entry_id)
    rows = Entry.objects.filter(later, xid__gte=xid, xid__lt=oldest_running())
    return list(rows.order_by("xid", "pk")[:limit])


def oldest_running() -> int:
    """The number below which every transaction of the trail has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_oldest_running()")
        return int(cursor.fetchone()[0])


def deeds_seen() -> list[str]:
    """Every deed that stands in the trail; read by index jumps, not by counting the trail."""
    with connection.cursor() as cursor:
        cursor.execute(_EACH_DEED_ONCE)
        return [row[0] for row in cursor.fetchall()]


_EACH_DEED_ONCE = """
WITH RECURSIVE seen AS (
    (SELECT deed FROM records_entry ORDER BY deed LIMIT 1)
    UNION ALL
    SELECT (SELECT e.deed FROM records_entry e WHERE e.deed > seen.deed ORDER BY e.deed LIMIT 1)
    FROM seen WHERE seen.deed IS NOT NULL
)
SELECT deed FROM seen WHERE deed IS NOT NULL
"""


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=CITY_ZONE)
