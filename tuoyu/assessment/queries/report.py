"""One institution held against the law of a day: the report both sides see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from tuoyu.assessment.queries.facts import Row, rows_of
from tuoyu.assessment.queries.shelf import library
from tuoyu.books import (
    Evidence,
    Item,
    Library,
    Rule,
    Severity,
    Verdict,
    applies,
    evidence,
    shortfall,
    smallest_change,
    verdict_of,
)
from tuoyu.institutions.models import Institution

WEIGHT = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule and what it says of one row, with all a reader needs to act."""

    rule: Rule
    verdict: Verdict
    subject_id: int
    subject_label: str
    facts: Row = field(repr=False)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return evidence(self.rule, self.facts)

    @property
    def missing(self) -> str:
        """For an unknown verdict: the facts that would settle it."""
        unknown = [piece.column.label for piece in self.evidence if piece.value is None]
        return "、".join(unknown)

    @property
    def shortfall(self) -> str:
        return "；".join(gap.text for gap in shortfall(self.rule, self.facts))

    @property
    def change(self) -> str:
        return "，或".join(change.text for change in smallest_change(self.rule, self.facts))

    @property
    def remedy(self) -> str:
        """The book's remedy, with the smallest change that would satisfy the rule."""
        return "；".join(part for part in (self.rule.remedy, self.change) if part)

    @property
    def title(self) -> str:
        subject = "" if self.rule.subject == "institution" else f"{self.subject_label}："
        return f"{subject}{self.rule.says}"


@dataclass(frozen=True, slots=True)
class Report:
    """All verdicts on one institution on one day, worst first, and what a person must judge."""

    institution_id: int
    on: date
    findings: tuple[Finding, ...]
    items: tuple[Item, ...]

    def of(self, verdict: Verdict) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.verdict is verdict)

    @property
    def broken(self) -> tuple[Finding, ...]:
        return self.of(Verdict.BROKEN)

    @property
    def unknown(self) -> tuple[Finding, ...]:
        return self.of(Verdict.UNKNOWN)

    @property
    def kept(self) -> tuple[Finding, ...]:
        return self.of(Verdict.KEPT)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.broken if f.rule.severity is Severity.BLOCK)

    @property
    def total(self) -> int:
        return len(self.findings)

    @property
    def documents(self) -> int:
        """How many documents of the law were held against the institution."""
        return len({finding.rule.head.slug for finding in self.findings})

    @property
    def bar(self) -> list[dict[str, object]]:
        """Parts of the bar on top of a report."""
        counts = (("kept", self.kept), ("broken", self.broken), ("unknown", self.unknown))
        return [{"kind": kind, "value": len(found)} for kind, found in counts]


def report(institution_id: int, on: date, law: Library | None = None) -> Report:
    """Hold every rule in force in the institution's county against its facts on that day."""
    law = law or library()
    place = _county_code(institution_id)
    rules = sorted(law.rules(on, place).values(), key=lambda rule: rule.subject)
    by_subject = {
        subject: list(group) for subject, group in groupby(rules, lambda r: r.subject)
    }
    rows = rows_of(institution_id, on, by_subject)
    findings = [
        finding
        for subject, asked in by_subject.items()
        for row in rows[subject]
        for finding in _judged(asked, row)
    ]
    findings.sort(key=_worst_first)
    return Report(institution_id, on, tuple(findings), _items(law, on, place, rows))


def _judged(rules: list[Rule], row: Row) -> list[Finding]:
    verdicts = ((rule, verdict_of(rule, row)) for rule in rules)
    return [
        Finding(rule, verdict, row["subject_id"], row["subject_label"], row)
        for rule, verdict in verdicts
        if verdict is not Verdict.NOT_APPLICABLE
    ]


def _worst_first(finding: Finding) -> tuple[int, int, str, int]:
    order = {Verdict.BROKEN: 0, Verdict.UNKNOWN: 1, Verdict.KEPT: 2}
    rule = finding.rule
    return order[finding.verdict], WEIGHT[rule.severity], rule.id, finding.subject_id


def _items(
    law: Library, on: date, place: str, rows: Mapping[str, list[Row]]
) -> tuple[Item, ...]:
    """What only a person can judge of this institution; authority duties are left out."""
    whole = next(iter(rows.get("institution", [])), {})
    return tuple(
        item
        for item in law.items(on, place).values()
        if item.subject != "authority" and _concerns(item, rows, whole)
    )


def _concerns(item: Item, rows: Mapping[str, list[Row]], whole: Row) -> bool:
    if item.when is None:
        return True
    concerned = rows.get(item.subject, [whole])
    return any(applies(item, row) is not False for row in concerned)


def _county_code(institution_id: int) -> str:
    codes = Institution.objects.filter(pk=institution_id)
    return str(codes.values_list("county__code", flat=True).get())
