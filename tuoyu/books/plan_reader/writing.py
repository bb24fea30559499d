"""A plan that was read in, written as a plan book."""

from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString

_PER = {
    "county": "每个县（市、区）",
    "township": "每个乡镇（街道）",
    "community": "每个社区",
}


def to_plan_book(
    plan: Mapping[str, Any], *, checked_on: date | None = None, whole: str = "全市"
) -> str:
    """YAML of kind plan, to be read as a draft.

    A target needs an indicator before it can be reckoned: one that a person has bound
    (`indicator`) is written as a target, one that nobody has is kept as a comment.
    `whole` is what the plan's own region is called: 全市, 全县, 全区.
    """
    issued = plan.get("issued_on")
    book = CommentedMap(
        document=plan["title"],
        **({"number": plan["number"]} if plan.get("number") else {}),
        issuer=plan.get("issuer") or "原文没有写明",
        kind="plan",
        valid_from=date.fromisoformat(issued) if issued else (checked_on or date.today()),
        checked_on=checked_on or date.today(),
        level="local",
        draft=True,
        clauses=CommentedSeq(_clause(clause, whole) for clause in plan["clauses"]),
    )
    return _dumped(book)


def _clause(clause: Mapping[str, Any], whole: str) -> CommentedMap:
    bound = [target for target in clause["targets"] if target.get("indicator")]
    written = CommentedMap(
        id=clause["id"],
        heading=clause["heading"],
        text=LiteralScalarString(clause["text"]),
        units=CommentedSeq(clause["units"]),
        deadlines=CommentedSeq(
            CommentedMap(by=date.fromisoformat(d["by"]), text=d["text"])
            for d in clause["deadlines"]
        ),
        targets=CommentedSeq(_target(target, n, whole) for n, target in enumerate(bound, 1)),
    )
    for target in clause["targets"]:
        if not target.get("indicator"):
            words = f"待绑定指标：{in_words(target, whole)}（{target.get('text', '')}）"
            written.yaml_set_comment_before_after_key("targets", before=words, indent=4)
    return written


def _target(target: Mapping[str, Any], number: int, whole: str) -> CommentedMap:
    written = CommentedMap(
        id=target.get("id") or f"target-{number}", indicator=target["indicator"]
    )
    for key in ("min", "max"):
        if target.get(key) is not None:
            written[key] = target[key]
    written["per"] = target["per"]
    written["due"] = date.fromisoformat(target["due"] if target.get("due") else target["by"])
    written["says"] = target.get("says") or in_words(target, whole)
    return written


def in_words(target: Mapping[str, Any], whole: str = "全市") -> str:
    """每个县（市、区）1 至 2 家…; what the plan names in front of the number stays there."""
    place, thing = _PER.get(target["per"], whole), target["object"].removeprefix("其中")
    amount = _amount(target.get("min"), target.get("max"), target.get("unit", ""))
    told_whole = target.get("any_of") or thing in target.get("text", thing)
    return f"{place}{amount}{thing}" if told_whole else f"{place}{thing}{amount}"


def _amount(least: Any, most: Any, unit: str) -> str:
    measure = unit if unit.startswith("%") else f" {unit}"
    if least is not None and most is not None:
        return f" {least} 至 {most}{measure}"
    return f"至少 {least}{measure}" if least is not None else f"至多 {most}{measure}"


def _dumped(book: CommentedMap) -> str:
    yaml = YAML()
    yaml.width = 1000
    yaml.indent(mapping=2, sequence=4, offset=2)
    target = StringIO()
    yaml.dump(book, target)
    return target.getvalue()
