"""The people who work in a demo city."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tuoyu.core.sealing import lookup_hash, seal
from tuoyu.demo import names
from tuoyu.demo.copying import Tables
from tuoyu.demo.register import RATIO, Made
from tuoyu.workforce.models import BackgroundCheck, Credential, Employment, Person

COMMON = (("ethics_training", None), ("psychology_training", None), ("law_training", None))


class Staff:
    """Gives each institution its people; most hold what their post asks."""

    def __init__(self, tables: Tables, today: date, seed: int) -> None:
        self.tables, self.today = tables, today
        self.random = Random(seed + 1)
        self.first_person = tables[Person].last_id

    def of(self, made: Made) -> None:
        """Head, carers for each class, health worker, guard and cook."""
        self._post(made, "head")
        for class_id, kind, size in made.classes:
            needed = -(-size // RATIO[kind])
            short = not made.keeps_law and self.random.random() < 0.25
            for _ in range(max(1, needed - short)):
                self._post(made, "carer", class_id)
        if made.form == "family_site":
            return
        for post in ("health", "guard", "cook"):
            if made.keeps_law or self.random.random() < 0.85:
                self._post(made, post)

    def _post(self, made: Made, post: str, class_id: int | None = None) -> None:
        person = self._person(post)
        since = made.starts_on + timedelta(days=self.random.randint(0, 30))
        since = min(since, self.today)
        careful = made.keeps_law or self.random.random() < 0.85
        self.tables[Employment].add(
            person_id=person,
            institution_id=made.institution_id,
            nursery_class_id=class_id,
            post=post,
            starts_on=since,
            hired_on=since,
            is_full_time=True,
            contract_signed=True if careful else None,
            insured=careful,
            from_guard_company=True if post == "guard" else None,
        )
        self._credentials(person, post, careful)
        self._background(person, since, careful)

    def _person(self, post: str) -> int:
        random = self.random
        number = names.identity_number(self.tables[Person].last_id + 1)
        education = 2 if post == "head" else random.choice((1, 1, 2, 2, 3))
        return self.tables[Person].add(
            name=names.person_name(random),
            id_sealed=seal(number),
            id_hash=lookup_hash(number),
            id_tail=number[-4:],
            sex=random.choice("女女女男"),
            born_on=date(
                random.randint(1972, 2003), random.randint(1, 12), random.randint(1, 28)
            ),
            phone=f"1990000{random.randint(0, 9999):04d}",
            education=education,
            major_related=True if random.random() < 0.9 else None,
            experience_years=Decimal(random.randint(3, 18)),
        )

    def _credentials(self, person: int, post: str, careful: bool) -> None:
        got = self.today - timedelta(days=self.random.randint(5, 350))
        if careful or self.random.random() < 0.6:
            self._holds(person, "health", got, got + timedelta(days=365))
        for kind, hours in _asked_of(post):
            if careful or self.random.random() < 0.7:
                self._holds(person, kind, got, None, hours=hours)

    def _holds(
        self, person: int, kind: str, since: date, until: date | None, **more: Any
    ) -> None:
        self.tables[Credential].add(
            person_id=person,
            kind=kind,
            starts_on=since,
            ends_on=until,
            number=f"示例{kind}{person}",
            issuer="示例培训单位",
            **more,
        )

    def _background(self, person: int, since: date, careful: bool) -> None:
        if not careful and self.random.random() < 0.5:
            return
        before = since - timedelta(days=5)
        recent = self.today - timedelta(days=self.random.randint(5, 300))
        for day in sorted({before, max(before, recent)}):
            self.tables[BackgroundCheck].add(person_id=person, asked_on=day, outcome="clear")


def _asked_of(post: str) -> tuple[tuple[str, int | None], ...]:
    own = {
        "head": (("post_training", 60),),
        "carer": (("childcare_training", 120), ("first_aid", None)),
        "health": (("health_care_training", 40),),
        "guard": (("guard", None),),
    }.get(post, ())
    return (*own, *COMMON)
