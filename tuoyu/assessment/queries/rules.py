"""The books on the shelf and how the city stands to each rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q, QuerySet, Sum

from tuoyu.assessment.models import Breach, Sweep, Tally
from tuoyu.assessment.queries.shelf import library
from tuoyu.books import Book, Item, Kind, Rule
from tuoyu.core.guard import Action
from tuoyu.org.models import User

JUDGED = (Kind.STANDARD, Kind.CHECKLIST, Kind.RATING)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule with its counts in the last sweep."""

    rule: Rule
    kept: int = 0
    broken: int = 0
    unknown: int = 0


def newest_sweep(on: date) -> Sweep | None:
    """The last sweep not after that day."""
    return Sweep.objects.filter(on__lte=on).first()


def rule_lines(
    rules: Mapping[str, Rule], sweep: Sweep | None, county: str = ""
) -> list[RuleLine]:
    """The rules with their counts in one county, or in all."""
    tallies = Tally.objects.filter(sweep=sweep)
    if county:
        tallies = tallies.filter(county_code=county)
    sums = tallies.values_list("rule").annotate(Sum("kept"), Sum("broken"), Sum("unknown"))
    counted = {rule: rest for rule, *rest in sums.order_by()}
    return [RuleLine(rule, *counted.get(rule.id, (0, 0, 0))) for rule in rules.values()]


def shelf(on: date, place: str) -> list[Book]:
    """All books that govern a place on a day, by kind."""
    return sorted(
        library().books(None, on, place), key=lambda book: (book.head.kind, book.head.slug)
    )


def by_document(lines: list[RuleLine]) -> list[tuple[Book, list[RuleLine]]]:
    """Rule lines under the document that holds them."""
    ordered = sorted(lines, key=lambda line: line.rule.head.slug)
    return [
        (library().book(slug), list(group))
        for slug, group in groupby(ordered, key=lambda line: line.rule.head.slug)
    ]


def breaking(user: User, action: Action, rule: str, on: date) -> QuerySet[Breach]:
    """Rows within reach that break a rule, as the last sweep found them."""
    mine = Breach.objects.visible_to(user, action).on(on).filter(rule=rule)
    return mine.select_related("institution__unit", "institution__county")


def changed_since(user: User, action: Action, since: date) -> QuerySet[Breach]:
    """What broke, and what was put right, from that day on; newest first."""
    mine = Breach.objects.visible_to(user, action)
    moved = mine.filter(Q(starts_on__gt=since) | Q(ends_on__gt=since))
    return moved.select_related("institution__unit", "institution__county").order_by(
        "-starts_on"
    )


def items_of(on: date, place: str, document: str) -> list[Item]:
    """What a person must judge, of one document."""
    return [item for item in library().items(on, place).values() if item.head.slug == document]
