import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from tuoyu.core.ledger.judging import make_bench
from tuoyu.core.ledger.known import Known
from tuoyu.core.ledger.ledger import judge_ledger
from tuoyu.core.ledger.limits import Limits
from tuoyu.core.ledger.points import Outcome, Weight
from tuoyu.core.ledger.refused import write_refused
from tuoyu.core.ledger.report import report
from tuoyu.core.sheets.prices import Price
from tuoyu.core.tests.ledger import (
    HEADINGS,
    REGIONS,
    judge,
    judge_one,
    make_ledger,
    make_row,
    said,
)
from tuoyu.core.tests.sheet import make_workbook

CODE = "91410422UJEH6NFG0G"


def test_a_clean_row_is_new_and_raises_no_question() -> None:
    row = judge_one()

    assert (row.outcome, row.points) == (Outcome.NEW, [])
    entry = row.entry
    assert entry.region
    assert (entry.region.code, entry.legal_form, entry.status) == ("410422", "company", "filed")
    assert (entry.classes, entry.filed_on) == (
        {"infant": 1, "junior": 1, "senior": 1},
        date(2023, 8, 1),
    )
    assert (entry.services, entry.prices) == (("full_day",), (Price(180_000),))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "name：没有机构名称"),
        ({"region": "", "address": "文化路1号"}, "region：看不出属于哪个县（市、区）"),
        ({"places": "40-50"}, "places：“40-50”是一个范围，不能确定是多少"),
        ({"children": "若干"}, "children：“若干”读不成数字"),
        ({"filed_on": "2023-13-45"}, "filed_on：“2023-13-45”不是存在的日期"),
        ({"area": "很大"}, "area：“很大”读不成数字"),
    ],
)
def test_what_cannot_be_read_keeps_the_row_out(changes: dict[str, Any], words: str) -> None:
    row = judge_one(**changes)

    assert row.outcome is Outcome.REFUSED
    assert words in said(row, Weight.REFUSE)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"places": 46}, "places：托位 46 个，按所列 3 个班最多 45 个"),
        ({"children": 46}, "children：收托 46 人，多于托位 45 个"),
        ({"carers": 0}, "carers：收托 40 人，却没有保育人员"),
        ({"remark": "视频只存30天"}, "remark：录像只保存 30 天，不足 90 天"),
        ({"remark": "监控录像保存2个月"}, "remark：录像只保存 60 天，不足 90 天"),
        ({"remark": "搬迁"}, "remark：备注写搬迁，现地址可能不对"),
        ({"remark": "法人变更，待更新"}, "remark：备注写法人变更，待更新"),
        ({"remark": "示范机构"}, "remark：备注称是示范机构，没有认定依据"),
        ({"remark": "2021年打造示范"}, "remark：备注称是示范机构（2021 年），没有认定依据"),
        ({"code": ""}, "code：没有填统一社会信用代码"),
        ({"code": "办理中"}, "code：统一社会信用代码写的是“办理中”"),
        ({"code": CODE[:-1] + "1"}, "code：代码校验位不符：末位是 1，按前 17 位应为 G"),
        (
            {"registrar": "民政局"},
            "registrar：机构性质应是企业，“民政局”却只登记社会服务机构（民办非企业单位）",
        ),
        (
            {"code": "53410411ANDBMC60RP"},
            "code：机构性质应是企业，信用代码以 53 开头却是基金会",
        ),
        ({"legal_form": "事业单位"}, "name：机构性质应是事业单位，名称却像企业"),
        ({"status": "未备案"}, "status：状态是“未备案”，却有备案时间 2023-08-01"),
        (
            {"status": "未备案", "filed_on": "2023年8月"},
            "status：状态是“未备案”，却有备案时间 2023-08",
        ),
        ({"status": "已注销"}, "status：状态是“已注销”，却还有 40 名婴幼儿在托"),
        ({"status": "整改中"}, "status：“整改中”不是备案状态，看不出是否已备案"),
        ({"status": "筹建"}, "status：状态“筹建”认不出来"),
        ({"status": "正常运营"}, "status：状态“正常运营”只说明在营业，看不出是否已备案"),
        ({"status": ""}, "status：没有填状态"),
        ({"filed_on": ""}, "filed_on：状态是“已备案”，却没有备案时间"),
        ({"filed_on": "2024年4月"}, "filed_on：只写到月，没有写日"),
        ({"filed_on": "2018-01-01"}, "filed_on：备案时间早于备案制度实施（2019-12-19）"),
        (
            {"address": "叶县文化路1号负一层"},
            "address：地址在地下或半地下，婴幼儿用房不得设在那里",
        ),
        ({"address": "叶县文化路1号3楼"}, "address：在 3 层，托育用房一般应在首层"),
        ({"address": "叶县文化路1号4-5层"}, "address：在 5 层，婴幼儿用房不得高于 3 层"),
        ({"address": "新华区文化路1号"}, "address：县（市、区）是“叶县”，地址却在“新华区”"),
        ({"address": "河南省郑州市文化路1号"}, "address：地址写的是“郑州市”，不在本市"),
        ({"region": "叶城"}, "region：县（市、区）“叶城”认不出来"),
        ({"area": 44.5}, "area：建筑面积 44.5 m²，平均每个托位只有 1.0 m²"),
        ({"prices": "面议"}, "prices：收费写的是“面议”，没有金额"),
        ({"prices": ""}, "prices：没有填收费标准"),
        ({"fire": "办理中"}, "fire：消防手续写的是“办理中”"),
        ({"fire": "无"}, "fire：消防手续写的是“无”"),
        ({"services": "全日托、夜托"}, "services：服务形式里“夜托”认不出来"),
        ({"phone": "123"}, "phone：号码有 3 位，不是手机号，也不是带区号的座机"),
        ({"places": ""}, "places：没有填托位数"),
    ],
)
def test_a_row_that_contradicts_itself_comes_in_with_a_question(
    changes: dict[str, Any], words: str
) -> None:
    row = judge_one(**changes)

    assert row.outcome is Outcome.NEW
    assert words in said(row)


@pytest.mark.parametrize(
    "changes",
    [
        {"places": 45},
        {"places": 44},
        {"children": 45},
        {"remark": "视频保存90天"},
        {"address": "叶县文化路3号楼1层"},
        {"address": "叶县文化路12号"},
        {"area": 225},
        {"filed_on": "2019-12-19"},
        {"registrar": "县行政审批局"},
        {"remark": "城乡一体化示范区代管"},
    ],
)
def test_at_the_boundary_nothing_is_asked(changes: dict[str, Any]) -> None:
    assert said(judge_one(**changes)) == []


@pytest.mark.parametrize(("places", "asked"), [(5, False), (6, True)])
def test_a_family_site_has_at_most_five_places(places: int, asked: bool) -> None:
    row = judge_one(
        name="小鹿家庭托育点", legal_form="个体工商户", code="92410404PG6C8AQ1F6",
        places=places, children=3, infant="/", junior="", senior="", mixed=1,
    )  # fmt: skip

    assert row.entry.form == "family_site"
    assert (f"places：家庭托育点托位 {places} 个，超过 5 个" in said(row)) is asked


def test_limits_can_come_from_the_books() -> None:
    bench = make_bench(REGIONS, limits=Limits(recording_days=30))

    row = judge_ledger(make_ledger(make_row(remark="视频只存30天")), bench).rows[0]

    assert row.entry.recording_days == 30
    assert said(row) == []


def test_a_remark_nobody_understands_is_kept_and_told() -> None:
    row = judge_one(remark="园长爱养花")

    assert row.entry.remark == "园长爱养花"
    assert said(row, Weight.INFO) == ["remark：备注原样保留：园长爱养花"]


def test_a_code_in_lower_case_or_full_width_is_read_and_told() -> None:
    row = judge_one(code=CODE.lower())

    assert (row.entry.code, row.entry.code_is_sound) == (CODE, True)
    assert said(row, Weight.INFO) == [f"code：整理为 {CODE}"]


def test_a_county_is_borrowed_from_above_until_the_next_subtotal() -> None:
    ledger = judge(
        make_row(),
        make_row(
            region="", name="阳光托育服务有限公司", code="", address="叶县和平路2号", phone=""
        ),
        ["小计", "叶县共2家"],
        make_row(
            region="", name="星辰托育服务有限公司", code="", address="和平路3号", phone=""
        ),
    )

    first, second, third = ledger.rows
    assert second.entry.region == first.entry.region
    assert "region：县（市、区）没有填，沿用第 2 行的“叶县”" in said(second, Weight.INFO)
    assert third.outcome is Outcome.REFUSED


def test_a_borrowed_county_that_the_address_does_not_confirm_is_asked_about() -> None:
    ledger = judge(
        make_row(),
        make_row(region="", name="阳光托育服务有限公司", code="", address="和平路2号"),
    )

    assert "region：县（市、区）没有填，沿用第 2 行的“叶县”" in said(ledger.rows[1])


def test_the_county_may_come_from_a_heading_a_title_or_the_address_and_says_so() -> None:
    heading = judge(["一、舞钢市"], make_row(region="", address="建设路1号")).rows[0]
    title = judge(make_row(region="", address="建设路1号"), title="舞钢市托育机构台账").rows[0]
    address = judge(make_row(region="", address="平顶山市舞钢市建设路1号")).rows[0]

    assert "region：按上方分块标题归入“舞钢市”" in said(heading, Weight.INFO)
    assert "region：按表名或标题归入“舞钢市”" in said(title, Weight.INFO)
    assert "region：县（市、区）没有填，按地址判为“舞钢市”" in said(address)


def test_nothing_may_be_filed_after_the_ledger_was_closed() -> None:
    row = judge(make_row(filed_on="2026-10-01"), title="截至日期：2026年9月底").rows[0]

    assert "filed_on：备案时间 2026-10-01 晚于台账截至日期 2026-09-30" in said(row)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "叶县小鹿托育服务有限公司 ", "code": "", "phone": "", "address": ""},
        {"name": "小鹿托育服务有限责任公司", "code": "办理中"},
        {"name": "小鹿儿托育服务有限公司", "code": ""},
    ],
)
def test_the_same_institution_spelled_differently_is_a_duplicate(
    changes: dict[str, Any],
) -> None:
    first, second = judge(make_row(), make_row(**changes)).rows

    assert (first.outcome, second.outcome) == (Outcome.NEW, Outcome.DUPLICATE)
    assert second.same_as == first.place


def test_a_duplicate_that_differs_says_in_what() -> None:
    second = judge(make_row(), make_row(children=30)).rows[1]

    assert any("但实际收托数不同" in words for words in said(second))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "92410404PG6C8AQ1F6"}, "名称相同，代码或地址、电话不同"),
        (
            {"name": "大象托育服务有限公司", "address": "叶县别处9号", "phone": "13900000000"},
            "统一社会信用代码相同，名称不同",
        ),
        ({"name": "大象托育中心", "code": "", "phone": ""}, "地址相同，名称不同"),
    ],
)
def test_what_may_be_the_same_is_asked_and_not_decided(
    changes: dict[str, Any], words: str
) -> None:
    second = judge(make_row(), make_row(**changes)).rows[1]

    assert second.outcome is Outcome.NEW
    assert any(words in line for line in said(second))


def test_the_same_name_in_another_county_is_another_institution() -> None:
    second = judge(
        make_row(), make_row(region="新华区", code="", address="新华区中兴路1号", phone="")
    ).rows[1]

    assert (second.outcome, said(second)) == (Outcome.NEW, ["code：没有填统一社会信用代码"])


def make_known(**changes: Any) -> Known:
    defaults: dict[str, Any] = {
        "id": "PDS-1", "name": "小鹿托育服务有限公司", "region": "410422", "code": CODE,
        "address": "叶县文化路1号", "phone": "13800000001",
    }  # fmt: skip
    return Known(**(defaults | changes))


def test_an_institution_the_register_holds_is_an_update_with_its_changes() -> None:
    row = judge(make_row(), known=[make_known(values={"places": 30, "children": 40})]).rows[0]

    assert (row.outcome, row.matched) == (Outcome.UPDATE, "PDS-1")
    assert row.changes == {"places": (30, 45)}


def test_when_the_register_already_says_so_there_is_nothing_to_write() -> None:
    row = judge(make_row(), known=[make_known(values={"places": 45})]).rows[0]

    assert (row.outcome, row.matched) == (Outcome.DUPLICATE, "PDS-1")


def test_a_renamed_institution_is_matched_by_its_code_and_asked_about() -> None:
    row = judge(make_row(), known=[make_known(name="小鹿斑比托育服务有限公司")]).rows[0]

    assert row.outcome is Outcome.UPDATE
    assert any("登记册里的名称是“小鹿斑比托育服务有限公司”" in words for words in said(row))


def test_a_merely_similar_registered_name_is_asked_about() -> None:
    known = make_known(name="小鹿斑比托育服务有限公司", code="", address="别处", phone="")
    row = judge(
        make_row(name="小鹿斑比儿托育服务有限公司", code="", address="叶县和平路9号"),
        known=[known],
    ).rows[0]

    assert row.outcome is Outcome.NEW
    assert any("与已登记的“小鹿斑比托育服务有限公司”名称相近" in words for words in said(row))


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (["小计", "叶县共2家"], "写 2 家，叶县实有 1 行"),
        (["合计", "3家"], "写 3 家，上面实有 1 行"),
        (["合计", "", "", "", "", "", "", 50], "托位数写 50，上面各行相加是 45"),
    ],
)
def test_a_total_that_does_not_hold_is_a_point(claim: list[Any], words: str) -> None:
    points = judge(make_row(), claim).sheets[0].points

    assert [point.reason for point in points] == [words]


@pytest.mark.parametrize(
    "claim", [["小计", "叶县共1家"], ["合计", "1家"], ["合计", "", "", "", "", "", "", "45个"]]
)
def test_a_total_that_holds_says_nothing(claim: list[Any]) -> None:
    assert judge(make_row(), claim).sheets[0].points == []


def test_a_sum_that_skips_text_is_found_out() -> None:
    other = make_row(
        name="阳光托育服务有限公司", code="", address="叶县2号", phone="", places="20个"
    )
    rows = [[*HEADINGS.values()], make_row(), other, ["合计", *[None] * 6, "=SUM(H2:H3)"]]

    points = judge_ledger(make_workbook({"台账": rows}), make_bench(REGIONS)).sheets[0].points

    assert [p.reason for p in points] == [
        "公式 SUM(H2:H3) 得 45，各行托位数相加是 65；1 个单元格是文字，公式没有加上"
    ]


def test_comments_hidden_columns_and_hidden_rows_are_told() -> None:
    book = make_workbook(
        {"台账": [[*HEADINGS.values()], make_row()]},
        notes={"台账": {"D2": "请核对"}},
        hidden_columns={"台账": ["J"]},
        hidden_rows={"台账": [2]},
    )

    ledger = judge_ledger(book, make_bench(REGIONS))

    assert said(ledger.rows[0]) == ["code：单元格有批注：请核对"]
    assert ledger.rows[0].entry.classes["infant"] == 1
    assert [p.reason for p in ledger.sheets[0].points] == [
        "列“乳儿班”是隐藏列，已照常读入",
        "这一行是隐藏行，已照常读入",
    ]


def test_a_number_in_a_merged_cell_is_not_shared_out_but_words_are() -> None:
    rows = [
        [*HEADINGS.values()],
        make_row(),
        make_row(
            name="阳光托育服务有限公司",
            code="",
            address="叶县2号",
            phone="",
            places=None,
            registrar=None,
        ),
    ]
    places, registrar = (list(HEADINGS).index(field) for field in ("places", "registrar"))
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    spans = [f"{letters[at]}2:{letters[at]}3" for at in (places, registrar)]

    row = judge_ledger(
        make_workbook({"台账": rows}, merges={"台账": spans}), make_bench(REGIONS)
    ).rows[1]

    assert "places：与第 2 行合并成一格，各家各是多少看不出" in said(row)
    assert (row.entry.places, row.entry.registrar) == (None, "market_regulation")


def test_columns_nobody_knows_are_kept_with_the_row() -> None:
    rows = [[*HEADINGS.values(), "园所口号"], [*make_row(), "快乐成长"]]

    ledger = judge_ledger(make_workbook({"台账": rows}), make_bench(REGIONS))

    assert ledger.rows[0].entry.extra == {"园所口号": "快乐成长"}
    assert "列“园所口号”没有对应的字段" in ledger.sheets[0].points[0].reason


def test_a_table_without_names_is_not_dropped_in_silence() -> None:
    ledger = judge_ledger(
        make_workbook(
            {"统计": [["县区", "托位数", "备注"], ["叶县", 5, ""], ["新华区", 6, ""]]}
        ),
        make_bench(REGIONS),
    )

    assert ledger.rows == []
    assert ledger.sheets[0].layout.counts()["unread"] == 2
    assert "2 行没有读入" in ledger.sheets[0].points[0].reason


def test_a_person_may_say_which_column_holds_the_names() -> None:
    book = make_workbook({"统计": [["县区", "甲", "托位数"], ["叶县", "小鹿托育园", 5]]})

    ledger = judge_ledger(book, make_bench(REGIONS), corrections={"统计": {"B": "name"}})

    assert [row.entry.name for row in ledger.rows] == ["小鹿托育园"]


def test_the_report_counts_every_row_once() -> None:
    ledger = judge(make_row(), make_row(), make_row(name=""), known=[])

    data = report(ledger)

    assert (data["rows"], data["new"], data["update"]) == (3, 1, 0)
    assert data["duplicates"][0]["of"] == {"sheet": "台账", "row": 2}
    assert data["refused"] == [
        {
            "sheet": "台账", "row": 4, "column": "B",
            "field": "name", "label": "机构名称", "value": "",
            "reason": "没有机构名称", "suggestion": "请填写机构名称", "weight": "refuse",
        }
    ]  # fmt: skip
    assert {column["field"] for column in data["columns"]["台账"]} == set(HEADINGS)


def test_the_refused_rows_come_back_with_the_reason_beside_each_cell() -> None:
    ledger = judge(
        make_row(),
        make_row(name="=cmd()", places="若干", code=""),
        make_row(name="", remark="x"),
    )

    page = load_workbook(io.BytesIO(write_refused(ledger))).active

    head = {cell.value: cell.column_letter for cell in page[2]}
    assert [page["A3"].value, page["B3"].value, page["B4"].value] == ["台账", 3, 4]
    assert page[f"{head['机构名称']}3"].value == "'=cmd()"
    assert "读不成数字" in page[f"{head['托位数']}3"].comment.text
    assert "没有机构名称" in page[f"{head['退回原因']}4"].value
