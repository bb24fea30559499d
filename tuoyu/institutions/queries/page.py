"""One institution as it stood on a day, for its page in the office."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet

from tuoyu.institutions.models import (
    Institution,
    LedgerRow,
    Licence,
    NurseryClass,
    Offering,
    OperatorRelation,
    Practice,
    Profile,
    Room,
    Site,
    Standing,
)
from tuoyu.institutions.queries.dossier import papers_on
from tuoyu.records.models import Entry
from tuoyu.records.queries import history_of

SOON: Final = timedelta(days=30)
_LATEST: Final = 50


def page_of(institution: Institution, on: date) -> dict[str, Any]:
    """Every dated part, with nothing where nothing was known."""
    one = {"institution": institution}
    site = Site.objects.on(on).filter(**one).select_related("region").first()
    return {
        "profile": Profile.objects.on(on).filter(**one).first(),
        "site": site,
        "standing": Standing.objects.on(on).filter(**one).first(),
        "standings": list(Standing.objects.filter(**one).order_by("-starts_on", "-pk")),
        "classes": list(NurseryClass.objects.on(on).filter(**one)),
        "rooms": list(Room.objects.on(on).filter(**one)),
        "offerings": list(Offering.objects.on(on).filter(**one)),
        "licences": [(row, *_left(row, on)) for row in papers_on(institution, on)],
        "practice": Practice.objects.on(on).filter(**one).first(),
        "operators": list(OperatorRelation.objects.on(on).filter(**one)),
        "demonstrations": list(institution.demonstrations.on(on)),
        "changes_on": change_days(institution),
    }


def _left(licence: Licence, on: date) -> tuple[str, str]:
    """Chip and words: what is left of a paper on that day."""
    if licence.ends_on is None:
        return "unknown", "到期日待查明"
    if licence.ends_on <= on:
        return "overdue", "已过期"
    return ("soon", "30 天内到期") if licence.ends_on <= on + SOON else ("kept", "有效")


def change_days(institution: Institution) -> list[date]:
    """The days on which anything registered changed, latest first: stops of the date picker."""
    days: set[date] = set()
    for model in (Profile, Site, NurseryClass, Room, Offering, Practice, Standing):
        rows = model._default_manager.filter(institution=institution)
        days.update(rows.values_list("starts_on", flat=True).distinct())
    return sorted(days, reverse=True)[:12]


def related(
    institution: Institution, profile: Profile | None, mine: QuerySet[Institution]
) -> list[tuple[Profile, list[str]]]:
    """Institutions within reach that share a code, a telephone or a head with this one."""
    if profile is None:
        return []
    same = Q(pk__in=[])
    for name in ("credit_code", "phone", "head_name", "legal_representative"):
        if value := getattr(profile, name):
            same |= Q(**{name: value})
    rows = (
        Profile.objects.current()
        .filter(same, institution__in=mine)
        .exclude(institution=institution)
        .select_related("institution__county")
    )
    return [(row, _shared(profile, row)) for row in rows[:20]]


def _shared(one: Profile, other: Profile) -> list[str]:
    words = {
        "credit_code": "信用代码相同",
        "phone": "电话相同",
        "head_name": "负责人同名",
        "legal_representative": "法定代表人同名",
    }
    return [
        text
        for name, text in words.items()
        if getattr(one, name) and getattr(one, name) == getattr(other, name)
    ]


def told_by(institution: Institution) -> list[LedgerRow]:
    """The rows of ledgers that told of it, latest first: where its facts came from."""
    rows = institution.ledger_rows.select_related("ledger__attachment")
    return list(rows.order_by("-ledger_id", "number")[:10])


def history(institution: Institution) -> Sequence[Entry]:
    """What was done to it, newest first: its own deeds and the ledgers that told of it."""
    own = history_of(institution)
    ledgers = institution.ledger_rows.values_list("ledger_id", flat=True)
    imports = Entry.objects.filter(
        deed="ledger.committed",
        subject_kind="institutions.ledgerimport",
        subject_id__in=list(ledgers),
    )
    return list((own | imports).order_by("-pk")[:_LATEST])
