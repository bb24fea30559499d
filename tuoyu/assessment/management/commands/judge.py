"""`tuoyu judge --on DATE`: hold the law of a day against one institution, or the whole city."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tuoyu.assessment.queries import Finding, report
from tuoyu.assessment.queries.city import benches, breaches
from tuoyu.books import Broken, Rule
from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Institution


class Command(BaseCommand):
    help = "按某一天的法规判断一家机构或全市"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", required=True, help="判断日期，如 2026-11-24")
        parser.add_argument("--institution", help="机构编号")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        on = _day(options["on"])
        rows = _one(options["institution"], on) if options["institution"] else _city(on)
        if options["json"]:
            self.stdout.write(
                json.dumps({"on": str(on), "verdicts": rows}, ensure_ascii=False, default=str)
            )
            return
        for row in rows:
            gap = f"（{row['shortfall']}）" if row.get("shortfall") else ""
            self.stdout.write(
                f"{row['word']}  {row['citation']}  {row['subject']}：{row['says']}{gap}"
            )
        self.stdout.write(f"共 {len(rows)} 条")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"日期“{text}”不对，请写成 2026-11-24。") from None


def _one(code: str, on: date) -> list[dict[str, Any]]:
    institution = Institution.objects.filter(code=code).first()
    if institution is None:
        raise Refused(f"没有编号为“{code}”的机构。")
    found = report(institution.pk, on).findings
    return [_finding(finding) | {"institution": code} for finding in found]


def _finding(finding: Finding) -> dict[str, Any]:
    evidence = {piece.column.name: piece.value for piece in finding.evidence}
    return _head(finding.rule, finding.subject_label) | {
        "verdict": finding.verdict.value,
        "word": finding.verdict.label,
        "evidence": evidence,
        "shortfall": finding.shortfall,
        "remedy": finding.remedy,
    }


def _city(on: date) -> list[dict[str, Any]]:
    codes = dict(Institution.objects.values_list("pk", "code"))
    return [
        _broken(broken, codes[broken.institution_id])
        for bench in benches(on)
        for broken in breaches(bench.rules, on, bench.among)
    ]


def _broken(broken: Broken, code: str) -> dict[str, Any]:
    return _head(broken.rule, broken.subject_label) | {
        "institution": code,
        "verdict": "broken",
        "word": "不符合",
        "evidence": broken.evidence,
    }


def _head(rule: Rule, subject: str) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "code": rule.code,
        "citation": rule.citation,
        "says": rule.says,
        "subject": subject,
    }
