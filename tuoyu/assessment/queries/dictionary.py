"""The fact dictionary as a page: every subject, column, type and meaning."""

from tuoyu.assessment.queries.shelf import catalogue
from tuoyu.books import Column, Subject
from tuoyu.core.errors import Refused

HEAD = """# Facts: what rules may read

Made by `tuoyu facts` from the comments in each room's `facts.sql`; do not edit.
A fact that is not known is NULL, never zero.
Every subject is a function `facts.<subject>(on_day, only_ids, first_id, last_id)`: a day, and
if wanted some institutions by number (bigint[]) or a share of the city (bigint, both included).
"""


def dictionary(subject: str | None = None) -> str:
    """The whole dictionary as Markdown, or one subject of it."""
    subjects = [s for s in catalogue().subjects if subject in (None, s.name)]
    if not subjects:
        raise Refused(f"没有这类事实“{subject}”，可选：{'、'.join(catalogue().names)}")
    return HEAD + "".join(_section(one) for one in subjects)


def _section(subject: Subject) -> str:
    lines = "".join(_line(column) for column in subject.columns)
    head = "| column | type | meaning |\n|---|---|---|\n"
    return f"\n## {subject.name} · {subject.label}\n\n{head}{lines}"


def _line(column: Column) -> str:
    return f"| `{column.name}` | {column.type.value} | {column.comment} |\n"
