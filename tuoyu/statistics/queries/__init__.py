"""Reading numbers: reckoned from facts, opened to their rows, or as they stood on a day."""

from tuoyu.statistics.queries.reckoner import CITY, Number, Table, reckon, reckon_one
from tuoyu.statistics.queries.rows import CountedRows, NumberRow, Part, rows_behind
from tuoyu.statistics.queries.snapshots import latest, series

__all__ = [
    "CITY",
    "CountedRows",
    "Number",
    "NumberRow",
    "Part",
    "Table",
    "latest",
    "reckon",
    "reckon_one",
    "rows_behind",
    "series",
]
