"""Rules with their cases, and items that a person must judge."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from tuoyu.books.entries import Case, Dimension, Grade, Item, Rule, Severity
from tuoyu.books.facts import Subject, Type
from tuoyu.books.nodes import Section, scalar
from tuoyu.books.parsing import breach_of
from tuoyu.books.problems import near
from tuoyu.books.reading.reader import Reader, words
from tuoyu.books.verdicts import Verdict, verdict_of

PEOPLE_AND_THINGS = (
    "authority",
    "building",
    "child",
    "device",
    "document",
    "guardian",
    "menu",
    "record",
    "site",
)
CASES: Mapping[str, Verdict] = {
    "keeps": Verdict.KEPT,
    "breaks": Verdict.BROKEN,
    "unknown": Verdict.UNKNOWN,
    "exempt": Verdict.NOT_APPLICABLE,
}
PYTHON: Mapping[Type, type | tuple[type, ...]] = {
    Type.BOOLEAN: bool,
    Type.INTEGER: int,
    Type.NUMERIC: (int, Decimal),
    Type.TEXT: str,
    Type.DATE: date,
}


def rules(reader: Reader) -> tuple[Rule, ...]:
    found = [_rule(reader, name, section) for name, section in reader.top.entries("rules")]
    return tuple(rule for rule in found if rule)


def _rule(reader: Reader, name: str, section: Section) -> Rule | None:
    mistakes = len(reader.problems)
    shared = reader.entry(name, section)
    subject = reader.subject(section)
    when = reader.expression(section, "when", subject)
    holds = reader.expression(section, "holds", subject, required=True)
    severity = section.choice("severity", Severity, words(Severity))
    remedy = section.text("remedy", required=False)
    cases = _cases(reader, section, subject)
    section.close()
    if not (subject and holds and severity and (when or "when" not in section.nodes)):
        return None
    rule = Rule(
        subject=subject.name,
        when=when,
        holds=holds,
        breach=breach_of(when, holds),
        severity=severity,
        remedy=remedy,
        cases=cases,
        **shared,
    )
    if len(reader.problems) == mistakes:
        _try_cases(reader, rule)
    return rule


def _cases(reader: Reader, section: Section, subject: Subject | None) -> tuple[Case, ...]:
    below = section.section("cases")
    if below is None:
        section.report("cases", "缺少“cases”，各写一例符合（keeps）和不符合（breaks）")
        return ()
    found = [
        _case(reader, kind, one, subject)
        for kind in CASES
        for one in below.list_of(kind, alone=True)
    ]
    below.close()
    for kind in ("keeps", "breaks"):
        if not any(case.name == kind for case in found):
            below.report(kind, f"“cases”缺少“{kind}”，请写一例，最好在界限上")
    return tuple(found)


def _case(reader: Reader, kind: str, section: Section, subject: Subject | None) -> Case:
    facts: list[tuple[str, object]] = []
    for name, node in section.nodes.items():
        value = scalar(node) if not isinstance(node.value, list) else None
        column = subject.find(name) if subject else None
        if subject and column is None:
            section.report(name, f"“{subject.name}”没有列“{name}”{near(name, subject.names)}")
        elif column and value is not None and not _fits(value, column.type):
            section.report(name, f"“{name}”应是{column.type}，写的是“{value}”")
        elif (
            column and column.choices and value is not None and str(value) not in column.choices
        ):
            hint = near(str(value), tuple(column.choices))
            section.report(name, f"“{name}”没有“{value}”{hint}")
        facts.append((name, value))
    return Case(name=kind, facts=tuple(facts), line=section.line)


def _try_cases(reader: Reader, rule: Rule) -> None:
    for case in rule.cases:
        found = verdict_of(rule, dict(case.facts))
        if found is not CASES[case.name]:
            wanted = CASES[case.name].label
            message = f"这一例应判“{wanted}”，按 holds 判出“{found.label}”，请核对例子或表达式"
            reader.report(case.line, message)


def items(reader: Reader) -> tuple[Item, ...]:
    return tuple(_item(reader, name, section) for name, section in reader.top.entries("items"))


def _item(reader: Reader, name: str, section: Section) -> Item:
    shared = reader.entry(name, section)
    named = section.text("subject")
    subject = reader.catalogue.find(named)
    known = tuple(sorted({*reader.catalogue.names, *PEOPLE_AND_THINGS}))
    if named and named not in known:
        section.report("subject", f"没有对象“{named}”{near(named, known)}")
    if subject is None and named and ("when" in section.nodes or "reads" in section.nodes):
        section.report("subject", f"“{named}”没有事实可读，去掉 when 和 reads")
    found = Item(
        subject=named,
        how=section.text("how", required=False),
        when=reader.expression(section, "when", subject),
        reads=_columns(reader, section, subject),
        veto=section.flag("veto"),
        points=section.number("points", required=False),
        dimension=section.text("dimension", required=False),
        **shared,
    )
    section.close()
    return found


def _columns(reader: Reader, section: Section, subject: Subject | None) -> tuple[str, ...]:
    names = section.texts("reads")
    for name in names if subject else ():
        if subject and not subject.find(name):
            section.report(
                "reads", f"“{subject.name}”没有列“{name}”{near(name, subject.names)}"
            )
    return names


def dimensions(reader: Reader) -> tuple[Dimension, ...]:
    found = []
    for name, section in reader.top.entries("dimensions"):
        points = section.number("points") or Decimal(0)
        found.append(Dimension(name, section.text("name"), points))
        section.close()
    return tuple(found)


def grades(reader: Reader) -> tuple[Grade, ...]:
    found = []
    for section in reader.top.list_of("grades"):
        found.append(Grade(section.text("name"), section.number("min") or Decimal(0)))
        section.close()
    return tuple(found)


def _fits(value: object, type_: Type) -> bool:
    """A case must give the value in the very type of its column."""
    if isinstance(value, bool):
        return type_ is Type.BOOLEAN
    return isinstance(value, PYTHON[type_]) and type_ is not Type.BOOLEAN
