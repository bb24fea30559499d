"""What a draft would do to the city, county by county; nothing is written here.

A row falls if the draft breaks it and none of the rules that the draft replaces breaks it
today. Places at stake are those of the classes that fall, or, where the draft asks something
of the institution as a whole, all its places; only what must be put right counts for places.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tuoyu.assessment.queries.city import Count, breaches, counts
from tuoyu.assessment.queries.judged import finding_of, institutions_of
from tuoyu.assessment.queries.reach import called
from tuoyu.assessment.queries.report import Finding
from tuoyu.assessment.queries.shelf import library
from tuoyu.books import Book, Broken, Library, Rule, Severity, Verdict
from tuoyu.core.snapshot import ask
from tuoyu.institutions.models import Institution
from tuoyu.org.models import Region

ByRule = dict[str, list[Broken]]


@dataclass(frozen=True, slots=True)
class Effect:
    """One rule of the draft beside those in force that it replaces."""

    rule: Rule
    replaced: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A draft beside the law of a day: what is new, and what would end without successor."""

    draft: Book
    on: date
    effects: tuple[Effect, ...]
    ended: tuple[Rule, ...]

    @property
    def rules(self) -> list[Rule]:
        return [effect.rule for effect in self.effects]

    @property
    def old(self) -> list[Rule]:
        """The rules in force that the draft would take away."""
        replaced = [rule for effect in self.effects for rule in effect.replaced]
        return list({rule.id: rule for rule in (*replaced, *self.ended)}.values())


@dataclass(slots=True)
class CountyOutcome:
    """One county under the draft."""

    code: str
    name: str
    judged: int
    places: int = 0
    tallies: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    falls: list[Broken] = field(default_factory=list)
    relieved: set[int] = field(default_factory=set)

    @property
    def fallen(self) -> set[int]:
        return {broken.institution_id for broken in self.falls}


def compare(draft: Book, on: date, place: str, law: Library | None = None) -> Comparison:
    """The draft's rules that would hold in a place, each with what it replaces there today."""
    law = law or library()
    today = law.rules(on, place)
    then = law.with_draft(draft).rules(on, place)
    effects = tuple(_effect(rule, today) for rule in draft.rules if rule.id in then)
    replaced = {old.id for effect in effects for old in effect.replaced}
    gone = (rule for rule in today.values() if rule.id not in then)
    return Comparison(draft, on, effects, tuple(r for r in gone if r.id not in replaced))


def _effect(rule: Rule, today: Mapping[str, Rule]) -> Effect:
    return Effect(rule, tuple(today[old] for old in rule.replaces if old in today))


def in_county(comparison: Comparison, county: Region) -> CountyOutcome:
    """Who falls and who is relieved among the institutions of one county."""
    lived = Institution.objects.filter(county=county).in_life(comparison.on)
    only = list(lived.order_by("pk").values_list("pk", flat=True))
    outcome = CountyOutcome(county.code, called(county), len(only))
    if only:
        _tally(outcome, counts(comparison.rules, comparison.on, only))
        _judge(outcome, comparison, only)
        outcome.places = _places_at_stake(outcome, comparison.on)
    return outcome


def _tally(outcome: CountyOutcome, counted: Iterable[Count]) -> None:
    for count in counted:
        outcome.tallies[count.rule.id].update(
            kept=count.kept, broken=count.broken, unknown=count.unknown
        )


def _judge(outcome: CountyOutcome, comparison: Comparison, only: Sequence[int]) -> None:
    before = _by_rule(breaches(comparison.old, comparison.on, only))
    after = _by_rule(breaches(comparison.rules, comparison.on, only))
    for effect in comparison.effects:
        newly = _newly(effect, before, after)
        outcome.falls += newly
        outcome.tallies[effect.rule.id].update(
            newly_broken=len(newly),
            institutions=len({broken.institution_id for broken in newly}),
            broken_before=sum(len(before[old.id]) for old in effect.replaced),
        )
    outcome.relieved = _institutions(before) - _institutions(after)


def _newly(effect: Effect, before: ByRule, after: ByRule) -> list[Broken]:
    """Rows the rule breaks and its forerunners do not; of another subject, by institution."""
    rows, institutions = set(), set()
    for old in effect.replaced:
        if old.subject == effect.rule.subject:
            rows |= {broken.subject_id for broken in before[old.id]}
        else:
            institutions |= {broken.institution_id for broken in before[old.id]}
    return [
        broken
        for broken in after[effect.rule.id]
        if broken.subject_id not in rows and broken.institution_id not in institutions
    ]


def _by_rule(found: Iterable[Broken]) -> ByRule:
    by_rule: ByRule = defaultdict(list)
    for broken in found:
        by_rule[broken.rule.id].append(broken)
    return by_rule


def _institutions(by_rule: ByRule) -> set[int]:
    return {broken.institution_id for rows in by_rule.values() for broken in rows}


def _places_at_stake(outcome: CountyOutcome, on: date) -> int:
    must = [b for b in outcome.falls if b.rule.severity is Severity.BLOCK]
    whole = {b.institution_id for b in must if b.rule.subject != "class"}
    classes = {b.subject_id for b in must if b.institution_id not in whole}
    return _sum("institution", "institution_id", whole, on) + _classes(must, classes, on)


def _classes(must: Iterable[Broken], classes: set[int], on: date) -> int:
    owners = {b.institution_id for b in must if b.subject_id in classes}
    return _sum("class", "subject_id", classes, on, owners)


def _sum(
    subject: str, key: str, wanted: set[int], on: date, owners: set[int] | None = None
) -> int:
    """Places of some institutions or classes; those not known add nothing."""
    if not wanted:
        return 0
    text = (
        f"SELECT coalesce(sum(places), 0) FROM facts.{subject}(%s, %s::bigint[])"
        f" WHERE {key} = ANY (%s)"
    )
    among = sorted(wanted if owners is None else owners)
    return int(ask(text, [on, among, sorted(wanted)])[0][0])


def summary(comparison: Comparison, outcomes: Sequence[CountyOutcome]) -> dict[str, Any]:
    """The whole city under the draft, ready to keep or print."""
    draft, tallies = comparison.draft, _added(outcomes)
    return {
        "title": draft.head.document,
        "on": comparison.on.isoformat(),
        "judged": sum(outcome.judged for outcome in outcomes),
        "fall": sum(len(outcome.fallen) for outcome in outcomes),
        "places": sum(outcome.places for outcome in outcomes),
        "relieved": sum(len(outcome.relieved) for outcome in outcomes),
        "rules": [_effect_line(e, tallies[e.rule.id]) for e in comparison.effects],
        "ended": [{"id": rule.id, "says": rule.says} for rule in comparison.ended],
        "items": [{"id": i.id, "says": i.says, "subject": i.subject} for i in draft.items],
        "counties": [_county_line(outcome) for outcome in outcomes],
    }


def _added(outcomes: Iterable[CountyOutcome]) -> dict[str, Counter[str]]:
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        for rule_id, tally in outcome.tallies.items():
            total[rule_id].update(tally)
    return total


def _effect_line(effect: Effect, tally: Counter[str]) -> dict[str, Any]:
    rule = effect.rule
    names = ("kept", "broken", "unknown", "broken_before", "newly_broken", "institutions")
    return {
        "id": rule.id,
        "says": rule.says,
        "article": rule.article,
        "subject": rule.subject,
        "severity": rule.severity.label,
        "condition": rule.holds.in_words,
        "replaces": [
            {"id": old.id, "says": old.says, "condition": old.holds.in_words}
            for old in effect.replaced
        ],
    } | {name: tally[name] for name in names}


def _county_line(outcome: CountyOutcome) -> dict[str, Any]:
    return {
        "code": outcome.code,
        "name": outcome.name,
        "judged": outcome.judged,
        "institutions": len(outcome.fallen),
        "places": outcome.places,
    }


def rehearse(
    draft: Book, on: date, place: str, law: Library | None = None
) -> tuple[dict[str, Any], list[Broken]]:
    """The whole city at once: the summary, and every row that falls."""
    comparison = compare(draft, on, place, law)
    outcomes = [in_county(comparison, county) for county in Region.objects.counties().on(on)]
    return summary(comparison, outcomes), [b for o in outcomes for b in o.falls]


def needs(falls: Sequence[Broken]) -> list[dict[str, Any]]:
    """What each fallen row would need, in words."""
    places = institutions_of(broken.institution_id for broken in falls)
    return [
        {
            "rule": broken.rule.id,
            "institution_id": broken.institution_id,
            "code": places[broken.institution_id].code,
            "institution": str(places[broken.institution_id]),
            "subject": broken.subject_label,
            "gap": finding.shortfall,
            "need": finding.change or broken.rule.remedy,
        }
        for broken, finding in ((broken, as_finding(broken)) for broken in falls)
    ]


def as_finding(broken: Broken) -> Finding:
    return finding_of(
        broken.rule,
        Verdict.BROKEN,
        broken.subject_id,
        broken.subject_label,
        broken.evidence,
    )
