"""A plan document as plain data: its clauses with units, dates and quantities."""

import re
from collections import Counter
from datetime import date
from typing import Any

from tuoyu.books.plan_reader.deadlines import deadlines_of
from tuoyu.books.plan_reader.heads import Head, read_head
from tuoyu.books.plan_reader.opening import parts_of
from tuoyu.books.plan_reader.outline import Node, Outline, outline
from tuoyu.books.plan_reader.quantities import quantities
from tuoyu.books.plan_reader.rows import tasks_in
from tuoyu.books.plan_reader.units import units_of, without_units
from tuoyu.core.errors import Refused

_SHORT, _LONG = 30, 40
_COUNTY = re.compile(r"^[\u4e00-\u9fa5]{1,12}?(?<!自治)[县区](?!域)")


def read_plan(content: bytes, name: str) -> dict[str, Any]:
    """{title, issued_on, clauses: [{id, heading, text, units, deadlines, targets}]} for JSON.

    `tasks` are the rows of its tables of tasks in the same shape, each with the `clause` it
    belongs to, if any; `tables` says how each table was read, `rest` what is in no clause.
    Raises Refused when the file is no text or Word document, or holds neither numbered
    clauses nor a table of tasks.
    """
    found = outline(parts_of(content))
    head = read_head(found.before, found.after)
    clauses, rest = _clauses(found, head)
    tasks, tables = tasks_in(found, clauses, head.issued_on, _per(head))
    if not clauses and not tasks:
        raise Refused(f"“{name}”里没有找到编号的条款（如一、（一）1．或第一条）。", status=422)
    return {
        "title": head.title,
        "issued_on": head.issued_on.isoformat() if head.issued_on else None,
        "notice": head.notice,
        "number": head.number,
        "issuer": head.issuer,
        "clauses": clauses,
        "tasks": tasks,
        "tables": tables,
        "rest": [*rest, *_unread(found.after, tables)],
    }


def _unread(after: list[str], tables: list[dict[str, Any]]) -> list[str]:
    """What follows the clauses, but for the names of tables that are shown themselves."""
    titles = {table["title"] for table in tables}
    return [line for line in after if line and line not in titles and line != "附件"]


def _per(head: Head) -> str:
    return "county" if _COUNTY.match(head.title) else "city"


def _clauses(found: Outline, head: Head) -> tuple[list[dict[str, Any]], list[str]]:
    """The clauses, and what stands under a mere heading without promising anything."""
    used: Counter[str] = Counter()
    clauses, rest = [], []
    for node in found.all():
        clause = _clause(node, head.issued_on, _per(head))
        if node.children and not _says_more(node, clause):
            rest.extend(node.lines[1:])
            continue
        clause["id"] = _unique(node, used)
        clauses.append(clause)
    return clauses, rest


def _clause(node: Node, issued_on: date | None, per: str) -> dict[str, Any]:
    text = node.text
    deadlines = deadlines_of(text, issued_on)
    return {
        "id": node.id,
        "heading": _heading(node),
        "text": text,
        "units": units_of(text),
        "deadlines": [{"by": d.by.isoformat(), "text": d.text} for d in deadlines],
        "targets": quantities(_body(text), deadlines, per),
    }


def _body(text: str) -> str:
    """Quantities are promised in the text, not in the bracket of units."""
    return without_units(text)


def _says_more(node: Node, clause: dict[str, Any]) -> bool:
    """A heading over further clauses is a clause itself only when it promises something."""
    return bool(clause["units"] or clause["deadlines"] or clause["targets"])


def _unique(node: Node, used: Counter[str]) -> str:
    """An id that an annex repeats says so; one that the text itself repeats is counted."""
    name = node.id if node.part == 0 or not used[node.id] else f"附{node.part}-{node.id}"
    used[name] += 1
    return name if used[name] == 1 else f"{name}~{used[name]}"


def _heading(node: Node) -> str:
    """The clause's own short first sentence, else the heading it stands under."""
    own = _own_heading(node)
    if own:
        return own
    if node.parent is not None and node.marker.style != "article":
        return _heading(node.parent)
    first = re.split(r"[，。；：,;\n]", without_units(node.text))[0]
    return first[:_LONG]


def _own_heading(node: Node) -> str:
    text = without_units(node.text)
    first = re.split(r"[。\n]", text, maxsplit=1)[0].strip("　 【】")
    title = re.match(r"([^，。；：,;\n]{2,15})[：:]", text)
    if title:
        return title[1].strip()
    if len(first) > _SHORT or re.search(r"[，,；;：:]", first):
        return ""
    return first
