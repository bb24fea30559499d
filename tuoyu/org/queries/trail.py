"""The trail as far as an audit administrator may see it."""

from django.db.models import Q, QuerySet

from tuoyu.org.models import Region, User
from tuoyu.org.permissions import READ_TRAIL
from tuoyu.records.models import Entry, Leaf, Seal
from tuoyu.records.queries import Asked, browse

WHOLE = (Region.Level.PROVINCE, Region.Level.CITY)


def entries_for(user: User, asked: Asked | None = None) -> QuerySet[Entry]:
    """A city's auditor sees all; a county's, the entries of the county."""
    grants = user.grants_for(READ_TRAIL)
    rows = browse(asked or Asked())
    if any(grant.unit.region.level in WHOLE for grant in grants):
        return rows
    condition = Q(pk__in=[])
    for grant in grants:
        condition |= Q(region_path__startswith=grant.unit.region.path)
    return rows.filter(condition)


def entry_page(user: User, entry: Entry) -> QuerySet[Entry]:
    """What else happened to the same thing, newest first."""
    same = entries_for(user).filter(
        subject_kind=entry.subject_kind, subject_id=entry.subject_id
    )
    return same.exclude(pk=entry.pk)[:20]


def seal_of(entry: Entry) -> Seal | None:
    leaf = Leaf.objects.filter(entry_id=entry.pk).select_related("seal").first()
    return leaf.seal if leaf else None
