"""Reading a rehearsal that was kept: its draft, and the rows that would fall."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from tuoyu.assessment.models import Fall, Rehearsal
from tuoyu.assessment.queries.drafts import checked_draft
from tuoyu.assessment.queries.judged import finding_of
from tuoyu.assessment.queries.report import Finding
from tuoyu.books import Rule, Verdict


@dataclass(frozen=True, slots=True)
class Need:
    """One row that would fall, with gap and smallest change."""

    fall: Fall
    finding: Finding

    @property
    def change(self) -> str:
        return self.finding.change or self.finding.rule.remedy


def falls(rehearsal: Rehearsal, *, county: str = "", rule: str = "") -> "QuerySet[Fall]":
    """Rows that would fall, by county and institution."""
    rows = rehearsal.falls.select_related("institution__unit", "institution__county")
    if county:
        rows = rows.filter(county_code=county)
    if rule:
        rows = rows.filter(rule=rule)
    return rows.order_by("county_code", "institution_id", "rule", "subject_id")


def needs_of(rehearsal: Rehearsal, rows: Iterable[Fall]) -> list[Need]:
    """What each of the rows would need."""
    rules = rules_of(rehearsal)
    return [Need(row, _finding(row, rules[row.rule])) for row in rows]


def rules_of(rehearsal: Rehearsal) -> dict[str, Rule]:
    """The rules of the draft as it was rehearsed."""
    draft = checked_draft(rehearsal.text, rehearsal.name)
    return {rule.id: rule for rule in draft.rules}


def _finding(row: Fall, rule: Rule) -> Finding:
    return finding_of(rule, Verdict.BROKEN, row.subject_id, row.subject_label, row.evidence)
