"""Clauses, deadlines and targets of a plan."""

from datetime import date

from tuoyu.books.entries import Clause, Deadline, Target
from tuoyu.books.nodes import Section
from tuoyu.books.reading.reader import Reader


def clauses(reader: Reader) -> tuple[Clause, ...]:
    found = tuple(_clause(reader, section) for section in reader.top.list_of("clauses"))
    reader.unique((clause.number, clause.line) for clause in found)
    reader.unique((target.id, target.line) for clause in found for target in clause.targets)
    return found


def _clause(reader: Reader, section: Section) -> Clause:
    number = section.text("id")
    id_ = f"{reader.head.slug}/{number}"
    clause = Clause(
        id=id_,
        number=number,
        heading=section.text("heading"),
        text=section.text("text"),
        units=section.texts("units"),
        deadlines=tuple(_deadline(reader, part) for part in section.list_of("deadlines")),
        targets=tuple(
            target
            for part in section.list_of("targets")
            if (target := _target(reader, id_, part))
        ),
        proof=section.texts("proof"),
        line=section.line,
    )
    section.close()
    return clause


def _deadline(reader: Reader, section: Section) -> Deadline:
    by, text = section.day("by"), section.text("text", required=False)
    section.close()
    return Deadline(by or date.min, text)


def _target(reader: Reader, clause: str, section: Section) -> Target | None:
    name, indicator = section.text("id"), section.text("indicator")
    least, most = (section.number(key, required=False) for key in ("min", "max"))
    per = section.choice("per", str, ["county", "city"])
    due, says = section.day("due"), section.text("says")
    section.close()
    if least is None and most is None:
        section.report("min", "目标要写 min 或 max")
    if least is not None and most is not None and most < least:
        section.report("max", f"max {most} 小于 min {least}，请核对")
    if not (per and due):
        return None
    return Target(
        f"{clause}/{name}", clause, indicator, least, most, per, due, says, section.line
    )
