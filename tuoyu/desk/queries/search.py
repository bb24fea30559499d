"""Finding institutions and filings from one box: names, pinyin initials, addresses, numbers."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from tuoyu.core.sheets.text import fold
from tuoyu.filing import permissions as filing
from tuoyu.filing.models import Filing
from tuoyu.institutions import permissions as institutions
from tuoyu.institutions.models import Institution, Profile, Standing
from tuoyu.org.models import User

MOST = 20
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """What one search gave; `more` says that there is more than is shown."""

    institutions: list[Institution]
    filings: list[Filing]
    more: bool = False

    @property
    def count(self) -> int:
        return len(self.institutions) + len(self.filings)


def search(words: str, user: User, *, on: date) -> Found:
    """Within this person's reach; words shorter than two signs find nothing."""
    text = fold(words)
    if len(text) < SHORTEST:
        return Found([], [])
    places, cases = _institutions(text, user, on), _filings(words.strip(), user)
    more = len(places) > MOST or len(cases) > MOST
    return Found(places[:MOST], cases[:MOST], more)


def _institutions(text: str, user: User, on: date) -> list[Institution]:
    profiles = Profile.objects.current().filter(searchable__contains=text)
    rows = Institution.objects.visible_to(user, institutions.READ).filter(
        Q(pk__in=profiles.values("institution_id")) | Q(code=text)
    )
    rows = rows.select_related("unit", "region", "county").prefetch_related(
        Prefetch("standings", Standing.objects.on(on), to_attr="standing_now")
    )
    rows = rows.prefetch_related(
        Prefetch("profiles", Profile.objects.on(on), to_attr="profile_now")
    )
    return list(rows.order_by("code")[: MOST + 1])


def _filings(words: str, user: User) -> list[Filing]:
    rows = Filing.objects.visible_to(user, filing.READ).filter(
        Q(number__icontains=words)
        | Q(applicant__name__icontains=words)
        | Q(content__profile__name__icontains=words)
        | Q(content__profile__credit_code__iexact=words)
        | Q(documents__number__icontains=words)
        | Q(documents__code__iexact=words)
    )
    rows = rows.select_related("applicant", "region", "officer").distinct()
    return list(rows.order_by("-submitted_at")[: MOST + 1])
