"""Tables of a plan: tasks with their units and days, and tables of other things."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from docx import Document

from tuoyu.books.plan_reader import joined, read_plan
from tuoyu.books.plan_reader.opening import lines_of

TEXT = (
    "清溪市托育服务实施方案",
    "2026年3月2日",
    "一、总体要求。坚持普惠优先，属地管理。",
    "二、主要任务",
    "（一）发展单位办托。支持有条件的医院、学校、企业在单位内设置托育机构，面向职工提供福利性托育服务。"
    "（责任单位：市总工会）",
    "（二）推进幼儿园开设托班，每个县（市、区）至少选择1所普惠性幼儿园开设托班。",
)
HEADS = ("序号", "重点任务", "责任单位", "完成时限")


def make_plan(
    rows: Sequence[tuple[str, ...]],
    *,
    heads: tuple[str, ...] = HEADS,
    caption: str = "任务分工表",
    text: tuple[str, ...] = TEXT,
    after: str = "",
) -> bytes:
    """A plan in Word with one table under its text."""
    paper = Document()
    for line in (*text, caption):
        paper.add_paragraph(line)
    _fill(paper, [heads, *rows])
    paper.add_paragraph(after)
    return _saved(paper)


def _fill(paper: Any, rows: Sequence[tuple[str, ...]]) -> Any:
    table = paper.add_table(rows=len(rows), cols=max(map(len, rows)))
    for row, words in zip(table.rows, rows, strict=True):
        for cell, word in zip(row.cells, words, strict=False):
            cell.text = word
    return table


def _saved(paper: Any) -> bytes:
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()


def read(content: bytes) -> dict[str, Any]:
    return read_plan(content, "方案.docx")


def days(task: dict[str, Any]) -> list[str]:
    return [day["by"] for day in task["deadlines"]]


def test_a_row_that_tells_of_a_clause_belongs_to_it() -> None:
    task = "支持有条件的医院、学校、企业在单位内设置托育机构"
    plan = read(make_plan([("1", task, "市总工会、市国资委", "2026年12月底前")]))

    (row,) = plan["tasks"]
    assert row["clause"] == "二(一)"
    assert row["says"] == "任务分工表第 1 行"
    clause = {one["id"]: one for one in joined(plan["clauses"], plan["tasks"])}["二(一)"]
    assert clause["units"] == ["市总工会", "市国资委"]
    assert days(clause) == ["2026-12-31"]
    assert clause["text"].endswith(
        f"任务分工表第 1 行：{task}\n责任单位：市总工会、市国资委\n完成时限：2026年12月底前"
    )


def test_a_row_of_no_clause_stands_alone_and_leaves_the_clause_before_as_it_was() -> None:
    plan = read(make_plan([("1", "组织师资培训500人次", "市教育体育局", "2027.6")]))

    assert [clause["id"] for clause in plan["clauses"]] == ["一", "二(一)", "二(二)"]
    assert plan["clauses"][-1]["text"] == TEXT[-1].removeprefix("（二）")
    own = joined(plan["clauses"], plan["tasks"])[-1]
    assert (own["id"], own["heading"]) == ("附表-1", "组织师资培训500人次")
    assert (own["units"], days(own)) == (["市教育体育局"], ["2027-06-30"])
    (target,) = own["targets"]
    assert (target["min"], target["unit"], target["by"]) == (500, "人次", "2027-06-30")


def test_the_day_of_a_row_is_the_day_of_what_its_clause_promises() -> None:
    task = "每个县（市、区）至少选择1所普惠性幼儿园开设托班"
    plan = read(make_plan([("1", task, "市教育体育局", "2026年10月")]))

    clause = joined(plan["clauses"], plan["tasks"])[2]
    (target,) = clause["targets"]
    assert (target["min"], target["per"], target["by"]) == (1, "county", "2026-10-31")


def test_a_row_that_names_the_clause_by_number_belongs_to_it() -> None:
    plan = read(
        make_plan(
            [("二（二）", "办好托班", "市教育体育局", "2026年")],
            heads=("对应条款", "工作任务", "牵头部门", "时间节点"),
        )
    )

    assert [task["clause"] for task in plan["tasks"]] == ["二(二)"]
    assert days(plan["tasks"][0]) == ["2026-12-31"]


def test_words_that_stand_in_several_clauses_choose_none() -> None:
    plan = read(make_plan([("1", "托育机构", "市卫生健康委", "2026年底")]))

    assert plan["tasks"][0]["clause"] == ""


def test_merged_cells_hold_for_all_their_rows_and_heads_may_have_two() -> None:
    paper = Document()
    for line in TEXT:
        paper.add_paragraph(line)
    table = _fill(
        paper,
        [
            ("任务分解表", "", "", "", ""),
            ("类别", "工作内容", "责任单位", "", "时限"),
            ("", "", "牵头单位", "配合单位", ""),
            ("供给", "盘活闲置用房", "市住房和\n城乡建设局", "市民政局", "2026年6月"),
            ("", "开设社区托育点", "市民政局", "各县（市、区）\n市财政局", "同上"),
            ("", "", "市自然资源和规划局", "", ""),
            ("注：各单位按职责分工。", "", "", "", ""),
        ],
    )
    table.cell(0, 0).merge(table.cell(0, 4))
    table.cell(1, 2).merge(table.cell(1, 3))
    for column in (0, 1, 4):
        table.cell(1, column).merge(table.cell(2, column))
    table.cell(3, 0).merge(table.cell(4, 0))
    table.cell(4, 1).merge(table.cell(5, 1))
    table.cell(6, 0).merge(table.cell(6, 4))

    plan = read(_saved(paper))

    first, second = plan["tasks"]
    assert first["units"] == ["市住房和城乡建设局", "市民政局"]
    assert second["units"] == ["市民政局", "各县〔市、区〕", "市财政局", "市自然资源和规划局"]
    assert (days(first), days(second)) == (["2026-06-30"], ["2026-06-30"])
    assert "类别：供给" in second["text"]
    (told,) = plan["tables"]
    assert (told["title"], told["rows"]) == ("任务分解表", 2)
    assert told["columns"] == ["类别", "工作内容", "牵头单位", "配合单位", "时限"]
    assert told["notes"] == ["注：各单位按职责分工。"]


def test_columns_of_years_promise_by_the_end_of_each() -> None:
    plan = read(
        make_plan(
            [("普惠托位", "新增500个", "新增800个", "市卫生健康委")],
            heads=("工作任务", "2026年目标", "2027年", "责任单位"),
        )
    )

    targets = [(one["min"], one["by"]) for one in plan["tasks"][0]["targets"]]
    assert targets == [(500, "2026-12-31"), (800, "2027-12-31")]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("市民政局牵头\n市财政局配合", ["市民政局", "市财政局"]),
        ("市气象台\n市地震局", ["市气象台", "市地震局"]),
        ("市人力资源\n和社会保障局、市总工会", ["市人力资源和社会保障局", "市总工会"]),
        ("牵头单位：市民政局；配合单位：市财政局等部门", ["市民政局", "市财政局"]),
    ],
)
def test_a_cell_of_units_is_read_as_offices_write_it(cell: str, found: list[str]) -> None:
    plan = read(make_plan([("1", "出台办法", cell, "2026年底")]))

    assert plan["tasks"][0]["units"] == found


@pytest.mark.parametrize(
    ("cell", "caption", "found"),
    [
        ("2026-10-31", "任务分工表", ["2026-10-31"]),
        ("2026/9", "任务分工表", ["2026-09-30"]),
        ("2026年第三季度", "任务分工表", ["2026-09-30"]),
        ("2026年6月底前出台\n2027年底前建成", "任务分工表", ["2026-06-30", "2027-12-31"]),
        ("12月底前", "任务分工表", []),
    ],
)
def test_a_cell_of_days_is_read_as_offices_write_it(
    cell: str, caption: str, found: list[str]
) -> None:
    plan = read(make_plan([("1", "出台办法", "市教育局", cell)], caption=caption))

    assert days(plan["tasks"][0]) == found


def test_a_month_takes_its_year_from_the_title_of_the_table() -> None:
    content = make_plan(
        [("1", "出台办法", "市教育局", "10月底前")], caption="2026年重点任务分工表"
    )

    assert days(read(content)["tasks"][0]) == ["2026-10-31"]


def test_what_could_not_be_made_out_is_a_doubt_and_stays_in_the_text() -> None:
    plan = read(make_plan([("1", "出台办法", "", "开春以后"), ("2", "宣传", "", "长期")]))

    first, second = plan["tasks"]
    assert first["doubts"] == [
        "时限“开春以后”没有认出日期，请填上。",
        "这一行没有写责任单位。",
    ]
    assert "完成时限：开春以后" in first["text"]
    assert second["doubts"] == ["这一行没有写责任单位。"]


def test_heads_said_again_on_the_next_page_are_no_task() -> None:
    row = ("1", "出台办法", "市教育局", "2026年底")
    plan = read(make_plan([row, HEADS, ("2", "开展督导", "市教育局", "2026年底")]))

    assert [task["heading"] for task in plan["tasks"]] == ["出台办法", "开展督导"]


def test_a_table_of_other_things_stays_with_its_clause_row_by_row() -> None:
    plan = read(
        make_plan([("新华区", "300"), ("卫东区", "200")], heads=("县区", "托位"), caption="")
    )

    assert plan["tasks"] == []
    assert plan["clauses"][-1]["text"].endswith("县区 ｜ 托位\n新华区 ｜ 300\n卫东区 ｜ 200")
    assert plan["tables"][0]["read"] is False
    assert plan["tables"][0]["lines"] == ["县区 ｜ 托位", "新华区 ｜ 300", "卫东区 ｜ 200"]


def test_a_table_that_only_lays_out_text_is_read_as_text() -> None:
    paper = Document()
    _fill(paper, [("清溪市托育服务实施方案",), ("一、建成2家托育机构。\n二、加强宣传。",)])

    assert [clause["id"] for clause in read(_saved(paper))["clauses"]] == ["一", "二"]


def test_a_document_that_is_nothing_but_the_table_is_read() -> None:
    rows = [("1", "出台办法", "市教育局", "2026年底")]
    plan = read(make_plan(rows, text=("清溪市托育服务工作方案",)))

    assert plan["clauses"] == []
    assert [task["id"] for task in plan["tasks"]] == ["附表-1"]


def test_a_row_cut_short_is_kept_as_it_stands() -> None:
    lines = ["工作任务\t责任单位", "出台办法\t市教育局", "\t市民政局", "开展督导"]
    plan = read_plan("\n".join([*TEXT, *lines]).encode(), "方案.txt")

    (task,) = plan["tasks"]
    assert task["units"] == ["市教育局", "市民政局"]
    assert plan["rest"] == ["开展督导"]


def test_what_follows_a_table_is_kept_apart_until_the_next_number() -> None:
    rows = [("1", "出台办法", "市教育局", "2026年底")]
    plan = read(make_plan(rows, after="此表由各单位按季度报送。"))

    assert plan["clauses"][-1]["text"] == TEXT[-1].removeprefix("（二）")
    assert plan["rest"] == ["此表由各单位按季度报送。"]


def test_a_table_in_a_text_file_is_known_by_its_tabs() -> None:
    rows = ["\t".join(HEADS), "1\t出台办法\t市教育局\t2026年底"]
    plan = read_plan("\n".join([*TEXT, *rows]).encode(), "方案.txt")

    assert [(task["heading"], task["units"]) for task in plan["tasks"]] == [
        ("出台办法", ["市教育局"])
    ]


def test_the_text_kept_beside_the_reading_has_every_cell() -> None:
    content = make_plan([("1", "出台办法", "市教育局", "2026年底")])

    assert "1 ｜ 出台办法 ｜ 市教育局 ｜ 2026年底" in lines_of(content)
