"""What a draft book would do to the city: who falls, places lost by county, what each needs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from tuoyu.assessment.queries.city import Broken, breaches, counts
from tuoyu.assessment.queries.facts import rows_of
from tuoyu.assessment.queries.shelf import library
from tuoyu.books import Book, Library, Rule, shortfall, smallest_change
from tuoyu.org.models import Region

NEEDS_SHOWN = 200


@dataclass(slots=True)
class Effect:
    """One draft rule: how the city would stand to it, beside the rule it replaces."""

    rule: Rule
    replaced: tuple[Rule, ...]
    kept: int = 0
    broken: int = 0
    unknown: int = 0
    broken_before: int = 0
    newly: list[Broken] = field(default_factory=list)


def rehearse(draft: Book, on: date, law: Library | None = None) -> dict[str, Any]:
    """Hold a draft's rules against every institution; a mapping ready to keep or print."""
    law = law or library()
    effects = [Effect(rule, _replaced(law, rule)) for rule in draft.rules]
    _count(effects, on)
    _judge(effects, on)
    fallen = {broken.institution_id for effect in effects for broken in effect.newly}
    return {
        "title": draft.head.document,
        "on": on.isoformat(),
        "rules": [_effect(effect) for effect in effects],
        "items": [{"id": i.id, "says": i.says, "subject": i.subject} for i in draft.items],
        "fall": len(fallen),
        "counties": _counties(fallen, effects, on),
        "needs": _needs(effects, on),
    }


def _replaced(law: Library, rule: Rule) -> tuple[Rule, ...]:
    found = (law.entry(old) for old in rule.replaces)
    return tuple(old for old in found if isinstance(old, Rule))


def _count(effects: Sequence[Effect], on: date) -> None:
    by_rule = {effect.rule.id: effect for effect in effects}
    for count in counts([effect.rule for effect in effects], on):
        effect = by_rule[count.rule.id]
        effect.kept += count.kept
        effect.broken += count.broken
        effect.unknown += count.unknown


def _judge(effects: Sequence[Effect], on: date) -> None:
    """A row falls newly if the draft breaks it and no rule it replaces broke it before."""
    old_rules = {old.id: old for effect in effects for old in effect.replaced}
    before: dict[str, set[int]] = defaultdict(set)
    for broken in breaches(list(old_rules.values()), on) if old_rules else ():
        before[broken.rule.id].add(broken.subject_id)
    by_rule = {effect.rule.id: effect for effect in effects}
    for broken in breaches([effect.rule for effect in effects], on):
        effect = by_rule[broken.rule.id]
        already = any(broken.subject_id in before[old.id] for old in effect.replaced)
        if not already:
            effect.newly.append(broken)
    for effect in effects:
        effect.broken_before = len({s for old in effect.replaced for s in before[old.id]})


def _effect(effect: Effect) -> dict[str, Any]:
    rule = effect.rule
    return {
        "id": rule.id,
        "says": rule.says,
        "article": rule.article,
        "subject": rule.subject,
        "condition": rule.holds.in_words,
        "replaces": [{"id": old.id, "says": old.says} for old in effect.replaced],
        "kept": effect.kept,
        "broken": effect.broken,
        "unknown": effect.unknown,
        "broken_before": effect.broken_before,
        "newly_broken": len(effect.newly),
        "institutions": len({broken.institution_id for broken in effect.newly}),
    }


def _counties(fallen: set[int], effects: Iterable[Effect], on: date) -> list[dict[str, Any]]:
    """Institutions that fall and the places at stake, by county.

    Places at stake are those of the classes that fall, or, where the draft asks something of
    the institution as a whole, all its places.
    """
    stakes = _stakes(effects)
    places = _places(fallen, on)
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for institution, (county, total) in places.items():
        rows[county]["institutions"] += 1
        rows[county]["places"] += _at_stake(stakes[institution], total, on)
    names = dict(Region.objects.counties().values_list("code", "short_name"))
    return [
        {"code": code, "name": names.get(code, code), **counter}
        for code, counter in sorted(rows.items())
    ]


def _stakes(effects: Iterable[Effect]) -> dict[int, list[Broken]]:
    stakes: dict[int, list[Broken]] = defaultdict(list)
    for effect in effects:
        for broken in effect.newly:
            stakes[broken.institution_id].append(broken)
    return stakes


def _at_stake(broken: list[Broken], total: int, on: date) -> int:
    if any(one.rule.subject != "class" for one in broken):
        return total
    classes = {one.subject_id for one in broken}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(places), 0) FROM facts.class(%s, ARRAY[%s]::bigint[])"
            " WHERE subject_id = ANY (%s)",
            [on, broken[0].institution_id, list(classes)],
        )
        return int(cursor.fetchone()[0])


def _places(institutions: set[int], on: date) -> dict[int, tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT institution_id, region_code, coalesce(places, 0)"
            " FROM facts.institution(%s, %s::bigint[])",
            [on, list(institutions)],
        )
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def _needs(effects: Iterable[Effect], on: date) -> list[dict[str, Any]]:
    """What each fallen row would need, for the first rows of the list."""
    broken = [one for effect in effects for one in effect.newly][:NEEDS_SHOWN]
    names = _names({one.institution_id for one in broken}, on)
    return [_need(one, names, on) for one in broken]


def _need(broken: Broken, names: dict[int, str], on: date) -> dict[str, Any]:
    rows = rows_of(broken.institution_id, on, [broken.rule.subject])[broken.rule.subject]
    facts = next(row for row in rows if row["subject_id"] == broken.subject_id)
    return {
        "rule": broken.rule.id,
        "institution_id": broken.institution_id,
        "institution": names.get(broken.institution_id, ""),
        "subject": broken.subject_label,
        "gap": "；".join(gap.text for gap in shortfall(broken.rule, facts)),
        "need": "，或".join(c.text for c in smallest_change(broken.rule, facts))
        or broken.rule.remedy,
    }


def _names(institutions: set[int], on: date) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT institution_id, subject_label FROM facts.institution(%s, %s::bigint[])",
            [on, list(institutions)],
        )
        return dict(cursor.fetchall())
