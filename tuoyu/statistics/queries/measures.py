"""A measure as SQL over a row alias `r`: which rows it takes, how much each adds."""

from collections.abc import Iterable
from datetime import date

from tuoyu.books import Column, Measure, to_sql

FENCE = "OFFSET '0'"  # facts are computed once a row, however many measures read them


def chosen(measure: Measure) -> str:
    """Whether a row counts; NULL where it is not known."""
    return to_sql(measure.where.term, "r") if measure.where else "TRUE"


def adds(measure: Measure) -> str:
    """How much a row adds; NULL where it is not known."""
    return to_sql(measure.total.term, "r") if measure.total else "1"


def total(measure: Measure) -> str:
    """The measure over all rows: unknown values add nothing, and are told apart."""
    return f"sum({adds(measure)}) FILTER (WHERE {chosen(measure)})"


def undecided(measure: Measure) -> str:
    """Whether it is unknown if a row counts, or how much it adds."""
    unknown = f"({chosen(measure)}) IS NULL"
    if measure.total is None:
        return unknown
    return f"({unknown} OR ({chosen(measure)} AND ({adds(measure)}) IS NULL))"


def columns_of(measure: Measure) -> tuple[Column, ...]:
    """The facts a measure reads, each once, in the order written."""
    read = [*(measure.where.columns if measure.where else ())]
    read += [*(measure.total.columns if measure.total else ())]
    return tuple({column.name: column for column in read}.values())


def scan(
    subject: str,
    measures: Iterable[Measure],
    on: date,
    keys: tuple[str, ...],
    only: Iterable[int] | None = None,
) -> str:
    """One fenced scan of a subject, with just the columns that are read."""
    read = (column.name for measure in measures for column in columns_of(measure))
    columns = ", ".join(f"f.{name}" for name in dict.fromkeys((*keys, *read)))
    ids = "NULL" if only is None else f"ARRAY[{', '.join(str(int(one)) for one in only)}]"
    day = f"DATE '{on.isoformat()}'"
    return f"(SELECT {columns} FROM facts.{subject}({day}, {ids}::bigint[]) f {FENCE})"
