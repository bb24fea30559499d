"""The plan's clauses beside what proves them: the page `docs/plan-coverage.md`."""

from typing import Any

from tuoyu.books import Book, Clause
from tuoyu.planning.queries.plans import plans, shelved

HEAD = """# Plan coverage

Made by `tuoyu coverage` from the plan books; do not edit.
Each clause of a plan, where it lives in Tuoyu, and what proves it.
A clause without proof says so.
"""


def coverage() -> dict[str, Any]:
    """Every clause of every plan, with its units, targets and proof."""
    return {"plans": [_plan(book) for book in plans()]}


def coverage_page() -> str:
    """The plans on the shelves as Markdown; what one city read in is not the product's."""
    return HEAD + "".join(_section(book) for book in shelved())


def _plan(book: Book) -> dict[str, Any]:
    return {
        "id": book.head.slug,
        "title": book.head.document,
        "clauses": [_clause(clause) for clause in book.clauses],
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.number,
        "heading": clause.heading,
        "units": list(clause.units),
        "targets": [
            {"indicator": t.indicator, "due": t.due.isoformat()} for t in clause.targets
        ],
        "proof": list(clause.proof),
    }


def _section(book: Book) -> str:
    rows = "".join(_row(clause) for clause in book.clauses)
    head = f"\n## {book.head.document}\n\n| clause | heading | proved by |\n|---|---|---|\n"
    return head + rows


def _row(clause: Clause) -> str:
    numbers = [f"number `{target.indicator}` by {target.due}" for target in clause.targets]
    proved = "<br>".join([*numbers, *clause.proof]) or "**not yet proved**"
    return f"| {clause.number} | {clause.heading} | {proved} |\n"
