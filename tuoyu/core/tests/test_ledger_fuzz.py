"""Whatever a sheet holds, it is judged without a crash and every row is accounted for."""

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tuoyu.core.ledger.fields import FIELDS
from tuoyu.core.ledger.judging import make_bench
from tuoyu.core.ledger.ledger import judge_ledger
from tuoyu.core.ledger.report import report
from tuoyu.core.sheets.values import is_blank
from tuoyu.core.sheets.workbook import Workbook
from tuoyu.core.tests.ledger import HEADINGS, LEGAL, REGIONS
from tuoyu.core.tests.sheet import make_sheet

WORDS = st.sampled_from(
    [
        *(
            "小计",
            "合计",
            "新华区共3家",
            "注：说明",
            "一、叶县",
            "叶县",
            "新华区",
            "面议",
            "办理中",
            "/",
            "　",
        ),
        *(
            "2023-13-45",
            "2024年4月",
            "44425",
            "45个",
            "约20",
            "负一层",
            "1-2层",
            "视频只存30天",
            "示范",
        ),
        *(str(value) for value in LEGAL.values()),
    ]
)
CELLS = st.one_of(
    st.just(""),
    WORDS,
    st.text(max_size=12),
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(-(10**20), 10**20).map(float),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
ROWS = st.lists(st.lists(CELLS, max_size=len(HEADINGS) + 2), min_size=1, max_size=12)


@given(CELLS)
@settings(max_examples=300, deadline=None)
def test_no_cell_breaks_any_reader(cell: Any) -> None:
    for field in FIELDS.values():
        reading = field.reader(cell)
        assert reading.value is None or reading.error is None


@given(ROWS, st.booleans())
@settings(max_examples=100, deadline=None)
def test_no_sheet_breaks_the_judging_or_loses_a_row(
    rows: list[list[Any]], headed: bool
) -> None:
    head = [list(HEADINGS.values())] if headed else []
    sheet = make_sheet([*head, *rows, [""]])

    ledger = judge_ledger(Workbook("x", "xlsx", (sheet,)), make_bench(REGIONS))

    lines = ledger.sheets[0].layout.lines
    filled = [n for n, row in enumerate(sheet.rows, 1) if not all(map(is_blank, row))]
    assert [line.row for line in lines] == list(range(1, len(sheet.rows) + 1))
    assert sum(ledger.sheets[0].layout.counts().values()) == len(filled)
    assert report(ledger)["rows"] == ledger.sheets[0].layout.counts().get("data", 0)


def test_times_and_spans_are_no_days() -> None:
    for cell in (time(1), timedelta(1)):
        assert FIELDS["filed_on"].reader(cell).error
    for moment in (date(2024, 1, 2), datetime(2024, 1, 2, 3)):
        assert FIELDS["filed_on"].reader(moment).value == date(2024, 1, 2)
