"""Makers for tests of verdicts: cities with known faults, small drafts, signed-in browsers."""

from datetime import date, datetime
from typing import Any

from django.test import Client

from tuoyu.assessment import services
from tuoyu.assessment.models import Breach, Rehearsal, Sweep
from tuoyu.core.clock import CITY_ZONE
from tuoyu.institutions.models import Institution
from tuoyu.institutions.tests.make import make_content, make_institution
from tuoyu.org.models import User
from tuoyu.org.tests.make import CITY, make_unit, make_user
from tuoyu.records.services import CLOCKWORK

DAY = date(2026, 5, 6)
NEXT = date(2026, 5, 7)
VIDEO = "plan-duties/video-days"
SENIORS = "setting-standard/size-of-seniors"

DRAFT = """\
document: 录像保存一百二十天（试算）
issuer: 试算
kind: standard
draft: true
checked_on: 2026-05-01
confidence: D

rules:
  video-120:
    code: VID-01
    article: 试算
    subject: institution
    holds: video_days >= 120
    severity: block
    says: 录像保存不少于 120 天
    remedy: 换大一点的硬盘
    replaces: plan-duties/video-days
    cases:
      keeps: {video_days: 120}
      breaks: {video_days: 119}
"""


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=CITY_ZONE)


def make_nursery(video_days: int | None = 90, **profile: Any) -> Institution:
    """A nursery whose recordings are kept so many days; None leaves it unknown."""
    content = make_content()
    content["practice"] = content["practice"] | {"video_days": video_days}
    return make_institution(content=content, **profile)


def sweep(on: date = DAY) -> Sweep:
    return services.run_sweep(on=on, by=CLOCKWORK, at=at(on))


def spans(rule: str = VIDEO) -> list[tuple[date, date | None]]:
    """The breaches of a rule as pairs of days, oldest first."""
    rows = Breach.objects.filter(rule=rule).order_by("starts_on", "pk")
    return list(rows.values_list("starts_on", "ends_on"))


def make_rehearsal(text: str = DRAFT, on: date = DAY, by: User | None = None) -> Rehearsal:
    """A rehearsal asked for, not yet run."""
    return services.ask_rehearsal(
        text, name="video.yaml", title="录像", on=on, by=by or make_officer(), at=at(on)
    )


def make_officer(role: str = "standards_officer", region: str = CITY) -> User:
    return make_user(role, make_unit(region))


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
