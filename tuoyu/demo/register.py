"""The register of a demo city: most keep the law, some break it or leave it unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tuoyu.demo.copying import Tables
from tuoyu.demo.ground import Case, Ground
from tuoyu.demo.identity import lay_demonstration, lay_profile, lay_standing, lay_unit
from tuoyu.demo.paperwork import lay_offerings, lay_papers, lay_practice
from tuoyu.demo.premises import lay_classes, lay_rooms, lay_site
from tuoyu.org.models import Region

FORMS = {
    "independent": 38,
    "community": 16,
    "kindergarten_class": 22,
    "employer": 9,
    "family_site": 13,
    "comprehensive_centre": 2,
}
RATIO = {"infant": 3, "junior": 5, "senior": 7, "mixed": 5}


@dataclass(frozen=True, slots=True)
class Made:
    """What the people of an institution need to know of it."""

    institution_id: int
    form: str
    starts_on: date
    classes: Sequence[tuple[int, str, int]]  # id, kind, places
    keeps_law: bool


def _placed(township: Region, county: Region) -> Region:
    """A township without coordinates lies near its county's, a little apart; never saved."""
    if township.longitude is None and county.longitude and county.latitude:
        serial = int(township.code[-3:])
        township.longitude = county.longitude + Decimal(serial * 37 % 9 - 4).scaleb(-2)
        township.latitude = county.latitude + Decimal(serial * 53 % 9 - 4).scaleb(-2)
    return township


class Register:
    """Makes one institution after another; the same seed makes the same city."""

    def __init__(
        self, tables: Tables, counties: list[Region], today: date, seed: int, sample: int
    ) -> None:
        self.random = Random(seed)
        self.ground = Ground(tables, self.random, today, counties, sample)
        self.counties = counties
        self.weights = [max(county.population or 50_000, 50_000) ** 0.6 for county in counties]
        self.townships = {
            c.pk: [_placed(t, c) for t in c.children.all()] or [c] for c in counties
        }
        self.serials = dict.fromkeys((c.pk for c in counties), 0)

    def institution(self, number: int) -> Made:
        """One institution with everything that is true of it today."""
        ground, case = self.ground, self._case(number)
        self.serials[case.county.pk] += 1
        lay_unit(ground, case, self.serials[case.county.pk])
        lay_profile(ground, case)
        lay_standing(ground, case)
        lay_site(ground, case)
        classes = lay_classes(ground, case)
        lay_rooms(ground, case, classes)
        lay_offerings(ground, case)
        lay_papers(ground, case)
        lay_practice(ground, case)
        lay_demonstration(ground, case)
        return Made(case.id, case.form, case.starts, classes, case.keeps)

    def _case(self, number: int) -> Case:
        """Luck is asked in this order, or the same seed makes another city."""
        county = self._county(number)
        form = self._form(number)
        township = self.random.choice(self.townships[county.pk])
        keeps = self.random.random() < 0.72
        starts = self.ground.today - timedelta(days=self.random.randint(40, 2200))
        return Case(number, county, township, form, keeps, starts)

    def _county(self, number: int) -> Region:
        """The first rounds visit every county, so that each has something to show."""
        if number < len(self.counties) * 3:
            return self.counties[number % len(self.counties)]
        return self.random.choices(self.counties, self.weights)[0]

    def _form(self, number: int) -> str:
        rounds, _ = divmod(number, max(len(self.counties), 1))
        if rounds < 3:
            return ("kindergarten_class", "employer", "independent")[rounds]
        return self.random.choices(list(FORMS), list(FORMS.values()))[0]
