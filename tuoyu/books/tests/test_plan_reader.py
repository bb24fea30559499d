from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuoyu.books.entries import Kind
from tuoyu.books.plan_reader import read_plan, to_plan_book
from tuoyu.books.plan_reader.writing import in_words
from tuoyu.books.reading import Place, read_book
from tuoyu.books.tests.make import CATALOGUE
from tuoyu.books.tests.plans import CITY, COUNTY, TOWN, clauses, make_docx, one, read
from tuoyu.core.errors import Refused

SHORT = {
    "县": "各县〔市、区〕政府〔管委会〕",
    "卫健": "市卫生健康委",
    "人社": "市人力资源和社会保障局",
    "工会": "市总工会",
    "妇联": "市妇联",
    "团": "团市委",
    "计生": "市计划生育协会",
    "发改": "市发展改革委",
    "自规": "市自然资源和规划局",
    "住建": "市住房和城乡建设局",
    "民政": "市民政局",
    "市监": "市市场监管局",
    "教体": "市教育体育局",
    "编办": "市委编办",
    "公安": "市公安局",
    "消防": "市消防救援支队",
    "财政": "市财政局",
    "税务": "市税务局",
}
MATRIX = (
    ("一", ""),
    ("二(一)1", "卫健 人社 工会 妇联"),
    ("二(一)2", "卫健 工会 团 妇联 计生"),
    ("二(一)3", "卫健 计生"),
    ("二(二)1", "县 发改 自规 住建 民政"),
    ("二(二)2", "卫健 发改 市监"),
    ("二(三)1", "卫健 市监"),
    ("二(三)2", "县 教体"),
    ("二(三)3", "县"),
    ("二(三)4", "县 工会 卫健 发改"),
    ("二(三)5", "卫健 市监"),
    ("二(四)1", "卫健 住建"),
    ("二(四)2", "编办 民政 市监 卫健"),
    ("二(四)3", "卫健"),
    ("二(四)4", "卫健 公安 民政 市监"),
    ("二(五)1", "卫健 公安 民政 消防"),
    ("二(五)2", "县 卫健 公安 民政 市监 人社"),
    ("二(五)3", "卫健 市监 公安 民政"),
    ("三(一)", "县 发改 财政 人社 税务"),
    ("三(二)", "县 自规"),
    ("三(三)", "教体 人社"),
    ("三(四)", "卫健 民政 市监"),
    ("三(五)", "县 卫健 民政 市监"),
    *((f"四({part})", "") for part in "一二三四"),
)
PLAN = Path(__file__).resolve().parents[4] / "shared/plan/pingdingshan-2020.txt"


def promises(clause: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(t["min"], t["max"], t["object"], t["per"], t["by"]) for t in clause["targets"]]


def days(clause: dict[str, Any]) -> list[str]:
    return [deadline["by"] for deadline in clause["deadlines"]]


def test_a_plan_of_articles_keeps_its_articles_through_the_chapters() -> None:
    plan = read(COUNTY)

    assert plan["title"] == "清溪县促进3岁以下婴幼儿照护服务发展实施方案（2021—2025年）"
    assert (plan["issued_on"], plan["number"], plan["issuer"]) == (
        "2021-03-05",
        "清政办〔2021〕15号",
        "清溪县人民政府办公室",
    )
    assert [c["id"] for c in plan["clauses"]] == [
        *("第一条", "第二条", "第三条(一)", "第三条(二)", "第四条"),
    ]


def test_units_are_found_whatever_the_office_calls_them() -> None:
    found = {name: clause["units"] for name, clause in clauses(COUNTY).items()}

    assert found == {
        "第一条": [],
        "第二条": ["县卫健委", "县民政局", "各乡镇人民政府〔街道办事处〕"],
        "第三条(一)": ["县住建局", "县自然资源局"],
        "第三条(二)": ["县总工会", "县卫健委", "县妇联"],
        "第四条": ["县人社局", "县卫健委", "县教体局"],
    }


def test_dates_and_quantities_of_a_county_plan() -> None:
    found = clauses(COUNTY)

    assert promises(found["第一条"]) == [
        (4.5, None, "每千人口托位数", "county", "2025-12-31"),
        (60, None, "普惠托位占比", "county", "2025-12-31"),
    ]
    assert promises(found["第二条"]) == [(1, None, "托育机构", "township", None)]
    assert promises(found["第三条(一)"])[1] == (200, None, "托位", "county", "2022-06-30")
    assert days(found["第三条(二)"]) == ["2023-06-30", "2023-09-30"]
    assert promises(found["第四条"]) == [(1000, None, "培训保育人员", "county", "2025-12-31")]


def test_a_plan_numbered_in_arabic_with_lines_broken_by_the_typist() -> None:
    plan, found = read(CITY), clauses(CITY)

    assert (plan["title"], plan["issued_on"]) == (
        "关于加快普惠托育服务体系建设的行动计划（试行）",
        "2024-05-20",
    )
    assert list(found) == ["1", "2(1)", "2(2)", "3(1)", "3(2)"]
    assert promises(found["1"]) == [
        (3000, None, "普惠托位", "city", "2024-12-31"),
        (1, None, "托育综合服务中心", "county", "2025-12-31"),
        (2, None, "公办托育机构", "county", "2025-12-31"),
    ]
    assert found["2(1)"]["units"] == ["市发展改革委", "市卫生健康委", "各区县人民政府"]
    assert promises(found["2(1)"]) == [
        (10, None, "公办托育机构", "city", None),
        (None, 5, "改造托育机构", "city", None),
    ]
    assert found["2(2)"]["units"] == ["市民政局", "市卫生健康委"]
    assert (found["3(1)"]["units"], found["3(1)"]["deadlines"]) == (["市市场监管局"], [])
    assert "公开发布" not in found["3(2)"]["text"]


def test_a_plan_that_nests_its_numbers_unusually() -> None:
    plan, found = read(TOWN), clauses(TOWN)

    assert plan["issued_on"] == "2022-10-18"
    assert list(found) == ["一", "二1(一)", "二1(二)", "二2", "三(一)", "三(二)"]
    assert promises(found["一"]) == [(2, 3, "托育机构", "county", "2024-12-31")]
    assert found["二1(一)"]["units"] == ["县卫生健康局", "县统计局"]
    assert found["二1(一)"]["heading"] == "摸清底数"
    assert days(found["二2"]) == ["2024-12-31"]
    assert days(found["三(二)"]) == ["2023-03-31"]
    assert "办公室" not in found["三(二)"]["text"]


def test_a_list_in_the_middle_does_not_swallow_the_next_part() -> None:
    parts = "（一）供给。扩大。\n（二）监管。加强。"
    text = f"一、任务\n1．摸底。\n2．建账。\n{parts}\n二、保障\n落实。"

    assert list(clauses(text)) == ["一1", "一2", "一(一)", "一(二)", "二"]


def test_a_year_behind_a_number_is_no_part_of_the_number() -> None:
    text = "一、任务\n1．2026年，各县（市、区）建成1家机构。\n2.2027年底前，新增托位20个。"

    found = clauses(text)

    assert list(found) == ["一1", "一2"]
    assert days(found["一1"]) == ["2026-12-31"]


def test_a_heading_that_itself_names_units_is_a_clause_too() -> None:
    text = "一、任务（责任单位：市卫生健康委）\n（一）供给。扩大。\n（二）监管。加强。"

    assert [(c["id"], c["units"]) for c in read(text)["clauses"]] == [
        ("一", ["市卫生健康委"]),
        ("一(一)", []),
        ("一(二)", []),
    ]


def test_a_table_of_contents_is_no_text() -> None:
    contents = "一、总体要求……1\n二、任务……3"
    text = f"某市托育规划\n{contents}\n一、总体要求\n普惠优先。\n二、任务\n加强监管。"

    assert [c["text"] for c in read(text)["clauses"]] == [
        "总体要求\n普惠优先。",
        "任务\n加强监管。",
    ]


@pytest.mark.parametrize(
    ("words", "units"),
    [
        (
            "（责任单位：各县〔市、区〕政府〔管委会〕，市委编办）",
            ["各县〔市、区〕政府〔管委会〕", "市委编办"],
        ),
        ("(责任单位:市民政局;市教育体育局)", ["市民政局", "市教育体育局"]),
        (
            "【牵头单位：市卫生健康委；配合单位：市财政局、市税务局】",
            ["市卫生健康委", "市财政局", "市税务局"],
        ),
        (
            "〔责任部门：市住房和城乡建设局、市人力资源和社会保障局〕",
            ["市住房和城乡建设局", "市人力资源和社会保障局"],
        ),
        ("（市发展改革委、市卫生健康委负责）", ["市发展改革委", "市卫生健康委"]),
        ("（市卫生健康委牵头，市民政局等部门按职责分工负责）", ["市卫生健康委", "市民政局"]),
        ("（责任单位：市民政局、市民政局）", ["市民政局"]),
        (
            "\n牵头单位：市卫生健康委\n责任单位：市民政局、市公安局",
            ["市卫生健康委", "市民政局", "市公安局"],
        ),
        ("（责任单位：市民政局；责任人：张三；完成时限：2024年6月底）", ["市民政局"]),
        ("（责任单位：市民政局、\n市公安局）", ["市民政局", "市公安局"]),
        ("由市民政局牵头，各部门配合。", []),
        ("（由家长委员会监督落实）", []),
    ],
)
def test_the_units_of_one_clause(words: str, units: list[str]) -> None:
    assert one(f"强化监管。做好工作。{words}")["units"] == units


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("到2025年，体系形成。", [("2025-12-31", "到2025年")]),
        ("2025年，建成体系。", [("2025-12-31", "2025年")]),
        ("2025年,每个县建成体系。", [("2025-12-31", "2025年")]),
        ("2025年年底前，建成。", [("2025-12-31", "2025年年底前")]),
        ("2025年底前建成。", [("2025-12-31", "2025年底前")]),
        ("2025年6月底前建成。", [("2025-06-30", "2025年6月底前")]),
        ("于2025年2月15日前完成。", [("2025-02-15", "2025年2月15日前")]),
        ("2025年上半年建成。", [("2025-06-30", "2025年上半年")]),
        ("2025年第三季度末建成。", [("2025-09-30", "2025年第三季度末")]),
        ("2024—2026年，新建一批。", [("2026-12-31", "2024—2026年")]),
        ("“十四五”期间，扩大供给。", [("2025-12-31", "“十四五”期间")]),
        ("今年年底前完成。", [("2024-12-31", "今年年底前")]),
        ("执行《规范（试行）》（2019年版）和GB50016—2014的2018年版。", []),
        ("按照某政办〔2020〕8号和《2025年工作要点》执行。", []),
        ("2024年3月1日市政府常务会议研究通过。", []),
        ("2019年，全市已建成5家。", []),
        ("自2025年起实行，2024年以来成效明显。", []),
        ("录像保存不少于90天，24小时设防。", []),
        ("2025年2月30日前完成。", []),
    ],
)
def test_the_deadlines_of_one_clause(words: str, found: list[tuple[str, str]]) -> None:
    deadlines = one(f"工作安排。{words}")["deadlines"]

    assert [(d["by"], d["text"]) for d in deadlines] == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("全市培育2—3家示范机构。", [(2, 3, "示范机构", "city", None)]),
        ("各县（市、区）均建立1-2家示范机构。", [(1, 2, "示范机构", "county", None)]),
        ("每个县（市、区）至少选择1所幼儿园。", [(1, None, "幼儿园", "county", None)]),
        ("每个乡镇建成一个托育点。", [(1, None, "托育点", "township", None)]),
        ("新增托位1.5万个。", [(15_000, None, "托位", "city", None)]),
        ("新增2,000个普惠托位。", [(2000, None, "普惠托位", "city", None)]),
        ("普惠托位占比达到60%。", [(60, None, "普惠托位占比", "city", None)]),
        (
            "建成3家中心、12家机构。",
            [(3, None, "中心", "city", None), (12, None, "机构", "city", None)],
        ),
        ("招收2—3岁的幼儿，每3个月检查，5个工作日内反馈，分3个阶段。", []),
        ("全市现有托育机构20家，已建成3个中心。", []),
        ("减按90%计入收入，按100∶1确定。", []),
        ("打造一批示范机构。", []),
    ],
)
def test_the_quantities_of_one_clause(words: str, found: list[tuple[Any, ...]]) -> None:
    assert promises(one(f"工作安排。{words}")) == found


def test_a_choice_is_one_promise() -> None:
    (target,) = one("单位办托。每个县至少选择1家医院、1所学校或1个企业设置机构。")["targets"]

    assert (target["min"], target["max"], target["per"]) == (1, None, "county")
    assert target["any_of"] == ["医院", "学校", "企业设置机构"]
    assert target["object"] == "医院、学校或企业设置机构"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_plain_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    assert [c["id"] for c in read("某市方案\n一、甲。乙丙。", encoding)["clauses"]] == ["一"]


def test_a_word_document_is_read_with_the_numbers_word_prints() -> None:
    content = make_docx(
        [
            ("某市托育工作方案", None),
            ("2024年1月1日", None),
            ("总体要求", 0),
            ("普惠优先。", None),
            ("任务", 0),
            ("扩大供给。", 1),
            ("新建。2025年，建成2家机构。（责任单位：市民政局）", 2),
            ("改建。", 2),
            ("加强监管。做好监管。", 1),
            ("保障", 0),
        ]
    )

    plan = read_plan(content, "方案.docx")

    assert [c["id"] for c in plan["clauses"]] == ["一", "二(一)1", "二(一)2", "二(二)", "三"]
    assert plan["clauses"][1]["units"] == ["市民政局"]
    assert (plan["title"], plan["issued_on"]) == ("某市托育工作方案", "2024-01-01")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"%PDF-1.7 x", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "docx"),
        (b"MZ\x90" + b"\0" * 100, "程序"),
        (b"\x00\x01\x02" * 100, "不是文字文件"),
        ("今天天气很好。".encode(), "没有找到编号的条款"),
        (b"PK\x03\x04broken", "损坏"),
        (b" " * (21 * 1024 * 1024), "20 MB"),
    ],
    ids=["empty", "pdf", "doc", "program", "binary", "prose", "broken", "large"],
)
def test_what_is_no_plan_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_plan(content, "方案")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("到2028年底，全市普惠托位占比不低于60%。", "全市普惠托位占比至少 60%"),
        ("到2028年底，全市新增普惠托位2000个。", "全市普惠托位至少 2000 个"),
        ("2028年，各县（市、区）建成1—2家机构。", "每个县（市、区） 1 至 2 家机构"),
        ("2028年，全市选择1家医院或1所学校办托。", "全市至少 1 所医院或学校办托"),
    ],
)
def test_a_quantity_is_told_in_the_order_of_the_plan(words: str, said: str) -> None:
    (target,) = one(words)["targets"]

    assert in_words(target) == said


def test_a_plan_book_can_be_read_as_a_draft_and_keeps_what_is_not_yet_bound() -> None:
    plan = read(CITY)
    plan["clauses"][0]["targets"][0] |= {"indicator": "supply/places"}

    text = to_plan_book(plan, checked_on=date(2026, 11, 24))

    place = Place("plan.yaml", "pingdingshan", "4104", "plan", draft=True)
    book = read_book(text.encode(), place, CATALOGUE)
    assert (book.head.kind, book.head.valid_from) == (Kind.PLAN, date(2024, 5, 20))
    assert [clause.number for clause in book.clauses] == ["1", "2(1)", "2(2)", "3(1)", "3(2)"]
    assert book.clauses[0].targets[0].says == "全市普惠托位至少 3000 个"
    assert "# 待绑定指标：每个县（市、区）至少 1 个托育综合服务中心" in text
    assert book.clauses[1].units == ("市发展改革委", "市卫生健康委", "各区县人民政府")


@pytest.mark.skipif(
    not PLAN.exists(), reason="the shared reference folder is not beside the project"
)
class TestTheCityPlan:
    """The plan that the platform carries out, where the reference folder is at hand."""

    def clauses(self) -> dict[str, dict[str, Any]]:
        return {c["id"]: c for c in read_plan(PLAN.read_bytes(), PLAN.name)["clauses"]}

    def test_it_has_exactly_its_27_clauses(self) -> None:
        counts = (("二(一)", 3), ("二(二)", 2), ("二(三)", 5), ("二(四)", 4), ("二(五)", 3))
        tasks = [f"{part}{n}" for part, many in counts for n in range(1, many + 1)]
        third, fourth = (
            [f"{part}({n})" for n in ns]
            for part, ns in (("三", "一二三四五"), ("四", "一二三四"))
        )

        assert list(self.clauses()) == ["一", *tasks, *third, *fourth]

    def test_each_clause_has_exactly_its_units(self) -> None:
        found = {name: clause["units"] for name, clause in self.clauses().items()}

        assert found == {name: [SHORT[w] for w in words.split()] for name, words in MATRIX}

    def test_it_sets_exactly_these_days(self) -> None:
        found = {
            n: [tuple(d.values()) for d in c["deadlines"]] for n, c in self.clauses().items()
        }

        assert {name: days for name, days in found.items() if days} == {
            "一": [
                ("2020-12-31", "2020年"),
                ("2021-12-31", "到2021年"),
                ("2025-12-31", "到2025年"),
            ],
            "二(三)1": [("2021-12-31", "2021年")],
            "二(三)2": [("2021-12-31", "2021年")],
            "二(三)3": [("2023-12-31", "2023年年底前")],
            "二(三)4": [("2022-12-31", "2022年年底前")],
        }

    def test_it_promises_exactly_these_quantities(self) -> None:
        found = {
            n: [(t["min"], t["max"], t["per"]) for t in c["targets"]]
            for n, c in self.clauses().items()
        }

        assert {name: targets for name, targets in found.items() if targets} == {
            "一": [(2, 3, "city"), (1, 2, "county")],
            "二(三)2": [(1, None, "county")],
            "二(三)3": [(1, 2, "county")],
            "二(三)4": [(1, None, "county")],
        }

    def test_its_head_is_read(self) -> None:
        plan = read_plan(PLAN.read_bytes(), PLAN.name)

        assert plan["title"] == "平顶山市推进3岁以下婴幼儿照护服务工作实施方案"
        assert (plan["issued_on"], plan["issuer"]) == ("2020-07-31", "平顶山市人民政府办公室")


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "一、",
                    "（一）",
                    "1．",
                    "第一条 ",
                    "甲乙丙",
                    "。",
                    "，",
                    "；",
                    "\n",
                    "\n\n",
                    "（",
                    "）",
                    "〔",
                    "〕",
                ),
                *(
                    "责任单位：",
                    "市民政局",
                    "、",
                    "2021年",
                    "年底前",
                    "到",
                    "1—2家",
                    "至少",
                    "每个县",
                    "或",
                    "机构",
                ),
                *(
                    "60%",
                    "达到",
                    "附件：",
                    "《",
                    "》",
                    "十四五",
                    "期间",
                    " ",
                    "牵头",
                    "负责",
                    "①",
                    "1.2",
                    "3）",
                ),
            ]
        ),
        max_size=60,
    ).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        plan = read(f"某市方案\n2020年1月1日\n{text}")
    except Refused:
        return
    ids = [clause["id"] for clause in plan["clauses"]]
    assert len(set(ids)) == len(ids)
    read_book(
        to_plan_book(plan, checked_on=date(2026, 1, 1)).encode(),
        Place("plan.yaml", "pingdingshan", "4104", "plan", draft=True),
        CATALOGUE,
    )
