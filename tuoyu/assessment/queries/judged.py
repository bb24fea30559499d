"""Who keeps, breaks or leaves unknown one rule on a day: judged anew, page by page."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tuoyu.assessment.models import Breach
from tuoyu.assessment.queries.city import counts
from tuoyu.assessment.queries.facts import facts_of
from tuoyu.assessment.queries.pages import Slices
from tuoyu.assessment.queries.report import Finding
from tuoyu.assessment.queries.shelf import catalogue
from tuoyu.books import Rule, Verdict, compile_report
from tuoyu.core.snapshot import ask
from tuoyu.institutions.models import Institution

LISTED = (Verdict.BROKEN, Verdict.UNKNOWN, Verdict.KEPT)


@dataclass(frozen=True, slots=True)
class Judged:
    """One row under one rule, with its institution and the day since when it is broken."""

    finding: Finding
    institution: Institution
    since: date | None


def standing(rule: Rule, on: date, only: Sequence[int] | None) -> dict[Verdict, int]:
    """How many rows keep, break or leave the rule unknown."""
    found = counts([rule], on, only)
    return {
        Verdict.BROKEN: sum(count.broken for count in found),
        Verdict.UNKNOWN: sum(count.unknown for count in found),
        Verdict.KEPT: sum(count.kept for count in found),
        Verdict.NOT_APPLICABLE: sum(count.exempt for count in found),
    }


class JudgedRows(Slices[Judged]):
    """The rows of one verdict, in the order of institutions."""

    def __init__(
        self, rule: Rule, verdict: Verdict, on: date, only: Sequence[int] | None, count: int
    ) -> None:
        self.rule, self.verdict, self.on, self.only, self.total = rule, verdict, on, only, count

    def __len__(self) -> int:
        return self.total

    def read(self, start: int, stop: int | None) -> list[Judged]:
        rows = self._rows(start, stop)
        places = institutions_of(row[0] for row in rows)
        since = self._since([row[1] for row in rows])
        return [self._judged(row, places, since) for row in rows]

    def _rows(self, start: int, stop: int | None) -> list[tuple[Any, ...]]:
        verdicts = compile_report([self.rule], catalogue(), self.on, self.only)
        text = (
            "SELECT v.institution_id, v.subject_id, v.subject_label, v.evidence"
            f" FROM ({verdicts.replace('%', '%%')}) AS v"
            " JOIN institutions_institution i ON i.id = v.institution_id"
            " WHERE v.verdict = %s ORDER BY i.code, v.subject_id OFFSET %s LIMIT %s"
        )
        limit = None if stop is None else stop - start
        return ask(text, [self.verdict.value, start, limit])

    def _since(self, subjects: list[int]) -> Mapping[int, date]:
        if self.verdict is not Verdict.BROKEN:
            return {}
        kept = Breach.objects.on(self.on).filter(
            rule=self.rule.id, subject=self.rule.subject, subject_id__in=subjects
        )
        return dict(kept.values_list("subject_id", "starts_on"))

    def _judged(
        self,
        row: tuple[Any, ...],
        places: Mapping[int, Institution],
        since: Mapping[int, date],
    ) -> Judged:
        institution_id, subject_id, label, evidence = row
        facts = json.loads(evidence)
        finding = finding_of(self.rule, self.verdict, subject_id, label, facts)
        return Judged(finding, places[institution_id], since.get(subject_id))


def finding_of(
    rule: Rule, verdict: Verdict, subject_id: int, label: str, evidence: Mapping[str, Any]
) -> Finding:
    """A verdict with its facts back in their types, so that gap and remedy can be said."""
    return Finding(rule, verdict, subject_id, label, facts_of(rule, evidence))


def institutions_of(ids: Iterable[int]) -> dict[int, Institution]:
    """The institutions of some rows, with name and county, in one query."""
    rows = Institution.objects.select_related("unit", "county")
    return {row.pk: row for row in rows.filter(pk__in=set(ids))}
