"""A small city of which every number can be counted by hand."""

from dataclasses import replace
from typing import Any

from tuoyu.assessment.queries import library
from tuoyu.assessment.tests.make import DAY
from tuoyu.books import Indicator
from tuoyu.institutions.models import Demonstration, Institution, Standing
from tuoyu.institutions.tests.make import OPENED, make_content, make_institution
from tuoyu.org.models import Region
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY, make_region
from tuoyu.workforce.tests.make import make_staff, make_worker

THIRD = "41/4104/410482"


def indicator(name: str, **changes: Any) -> Indicator:
    found = library().indicators(DAY)[f"indicators/{name}"]
    return replace(found, **changes) if changes else found


def make_county(path: str = COUNTY, population: int | None = 100_000, **fields: Any) -> Region:
    county = make_region(path)
    Region.objects.filter(pk=county.pk).update(population=population, **fields)
    county.refresh_from_db()
    return county


def make_place(region: str = COUNTY, status: str = "filed", **profile: Any) -> Institution:
    """An institution with one class of each kind, and whatever the profile says."""
    content = make_content()
    content["classes"] = [
        {"key": "a", "name": "乳儿班", "kind": "infant", "places": 10, "children": 6},
        {"key": "b", "name": "托小班", "kind": "junior", "places": 15, "children": 9},
        {"key": "c", "name": "托大班", "kind": "senior", "places": 20, "children": 15},
    ]
    made = make_institution(content=content, region=region, **profile)
    Standing.objects.filter(institution=made).update(status=status)
    return made


def make_city() -> dict[str, Institution]:
    """Three counties, eight institutions, some staff; see the test for what each adds."""
    for path in (COUNTY, OTHER_COUNTY, THIRD):
        make_county(path)
    made = {
        "plain": make_place(places=45, children_declared=30, is_inclusive=True),
        "chain": make_place(
            places=50, children_declared=40, chain_name="小象", is_inclusive=False
        ),
        "kindergarten": make_place(
            OTHER_COUNTY, form="kindergarten_class", host_inclusive=True, places=40
        ),
        "hospital": make_place(
            OTHER_COUNTY, form="employer", employer_kind="hospital", backing="public", places=20
        ),
        "subsidised": make_place(THIRD, backing="private_subsidised", places=60),
        "home": make_place(THIRD, form="family_site", places=5),
        "waiting": make_place(status="registered", places=100),
        "resting": make_place(OTHER_COUNTY, status="suspended", places=30),
    }
    for name in ("plain", "chain"):
        Demonstration.objects.create(
            institution=made[name], starts_on=OPENED, named_by="市卫健委"
        )
    bare = make_worker(credentials=[], background=None, insured=False)
    make_staff(made["plain"], make_worker(), bare)
    return made
