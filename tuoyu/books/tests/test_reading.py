import pytest

from tuoyu.books.entries import Level
from tuoyu.books.problems import BookError
from tuoyu.books.reading import Place, read_book
from tuoyu.books.tests.make import CATALOGUE, RULE, make_book, make_text


def problems_of(body: str, *, kind: str = "standard") -> list[tuple[int, str]]:
    with pytest.raises(BookError) as refused:
        make_book(body, kind=kind)
    return [(problem.line, problem.message) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("holds:", "hold:", 14, "不认识“hold”，是不是“holds”？"),
        ("holds: children <= 3 * carers", "note: 无", 9, "缺少“holds”，请补上"),
        ("severity: block", "severity: blok", 15, "没有“blok”这个写法，是不是“block”"),
        ("subject: class", "subject: clas", 12, "没有事实“clas”，是不是“class”"),
        ("children <= 3", "chldren <= 3", 14, "没有列“chldren”，是不是“children”"),
        ("kind = 'infant'", "kind = 'infnt'", 13, "没有“infnt”，是不是“infant”"),
        ("children <= 3 * carers", "children + carers", 14, "这里要的是是否"),
        ("    remedy", "    level: musst\n    remedy", 17, "“level”没有“musst”这个写法"),
        ("    remedy", "    confidence: [V, X]\n    remedy", 17, "“confidence”没有“X”"),
        ("children: 9", "children: 10", 19, "应判“符合”，按 holds 判出“不符合”"),
        ("children: 10", "children: 9", 20, "应判“不符合”，按 holds 判出“符合”"),
        ("children: 9", "children: nine", 19, "“children”应是整数，写的是“nine”"),
        ("children: 9", "chldren: 9", 19, "没有列“chldren”"),
        ("keeps: {kind: infant", "keeps: {kind: infnt", 19, "“kind”没有“infnt”"),
        ("keeps: {kind: infant, children: 9, carers: 3}", "keeps: []", 19, "缺少“keeps”"),
        ("article: 第二十条", "article: [a, b]", 11, "“article”应是一个值"),
        ("  carers-of-infants:", "  Carers_Of:", 9, "只用小写字母、数字和 -"),
    ],
)
def test_a_mistake_is_reported_at_its_line_with_a_hint(
    old: str, new: str, line: int, message: str
) -> None:
    found = problems_of(RULE.replace(old, new, 1))

    assert any(at == line and message in said for at, said in found), found


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("checked_on: 2026-11-23", "checked_on: 2026-11-31", 6, "须真有这一天"),
        ("checked_on: 2026-11-23", "checked_on: soon", 6, "写成 2026-01-31 的样子"),
        ("checked_on: 2026-11-23", "valid_to: 2019-01-01", 6, "失效日 2019-01-01 早于生效日"),
        ("checked_on: 2026-11-23\n", "", 1, "缺少“checked_on”"),
        ("kind: standard", "kind: standrad", 4, "是不是“standard”"),
        ("valid_from: 2019-10-08", "valid_from: 2019-10-09", 5, "请改名为 2019-10-09.yaml"),
        ("issuer:", "isuer:", 3, "不认识“isuer”，是不是“issuer”"),
        ("confidence: V2", "draft: true", 7, "草案放在 drafts/ 里"),
        ("confidence: V2", "draft: perhaps", 7, "只写 true 或 false"),
        ("confidence: V2", "document: 又一本", 7, "“document”写了两次，第 1 行已有"),
    ],
)
def test_a_wrong_head_is_reported(old: str, new: str, line: int, message: str) -> None:
    text = make_text().replace(old, new, 1)
    place = Place("china/a/2019-10-08.yaml", "china", "", "a", draft=False)

    with pytest.raises(BookError) as refused:
        read_book(text.encode(), place, CATALOGUE)

    found = [(problem.line, problem.message) for problem in refused.value.problems]
    assert any(at == line and message in said for at, said in found), found


def test_all_mistakes_are_told_at_once_and_name_the_file() -> None:
    with pytest.raises(BookError) as refused:
        make_book(RULE.replace("block", "blok").replace("children <= 3", "chldren <= 3"))

    lines = str(refused.value).splitlines()
    assert [line.split("：")[0] for line in lines] == [
        "china/setting_standard/2019-10-08.yaml:14",
        "china/setting_standard/2019-10-08.yaml:15",
    ]


def test_an_entry_given_twice_is_refused_with_both_lines() -> None:
    found = problems_of(RULE + RULE.removeprefix("rules:\n"))

    assert found == [(21, "“carers-of-infants”写了两次，第 9 行已有，请改名或删去一个")]


def test_a_rule_and_an_item_may_not_share_a_name() -> None:
    item = "items:\n  carers-of-infants: {subject: site, says: 远离危险源}\n"

    assert "carers-of-infants”写了两次" in problems_of(RULE + item)[0][1]


def test_items_read_only_what_there_is() -> None:
    items = """\
items:
  hazards: {subject: site, says: 远离危险源, when: own_unit}
  bedding: {subject: class, says: 一人一床, reads: [children, bed], veto: true}
  oven: {subject: kitchn, says: 有烟罩}
"""

    found = problems_of(items)

    assert [line for line, _ in found] == [9, 10, 11]
    assert "没有事实可读" in found[0][1]
    assert "没有列“bed”" in found[1][1]
    assert "没有对象“kitchn”" in found[2][1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"document: a\nrules: &all {x: 1}\nitems: *all\n", "2：不用 & 和 [*] 引用"),
        (b"rules: !!python/object/apply:os.system [echo]\n", "1：.*标签"),
        (b"a: &loop [*loop]\n", "1：不用 & 和 [*] 引用"),
        (b"a: " + b"[" * 4000 + b"]" * 4000, "层次太深"),
        (b"rules: !secret 1\n", "1：不用 ! 标签"),
        (b"a: " + b"[" * 40 + b"]" * 40, "层次太深，最多 12 层"),
        (b"a: " + b"x" * 1_000_001, "超过 1 MB"),
        (b"\xff\xfe\x00", "不是 UTF-8"),
        (b"a: {b: c\n", "YAML 格式不对"),
        (b"a:\n\t- b\n", "2：YAML 格式不对"),
        (b"- a\n- b\n", "1：文件应是“键: 值”的形式"),
        (b"", "文件应是“键: 值”的形式"),
        (b"just words", "文件应是“键: 值”的形式"),
        (b"a: 1\n---\nb: 2\n", "YAML 格式不对"),
        (b"a: \x07\n", "YAML 格式不对"),
        (b"kind: [standard]\n", "1：“kind”应是一个值"),
        (b"? [a, b]\n: c\n", "1："),
    ],
)
def test_what_is_not_a_plain_book_is_refused(text: bytes, message: str) -> None:
    place = Place("china/a/2019-10-08.yaml", "china", "", "a", draft=False)

    with pytest.raises(BookError, match=message):
        read_book(text, place, CATALOGUE)


@pytest.mark.parametrize(
    ("kind", "body", "line", "message"),
    [
        ("procedure", "steps: {a: {who: 县, says: 甲, after: [b]}}\n", 8, "没有步骤“b”"),
        (
            "procedure",
            "steps:\n  a: {who: 县, says: 甲, after: b}\n  b: {who: 县, says: 乙, after: a}\n",
            9,
            "绕了一圈又排在自己之后，日期成环",
        ),
        (
            "procedure",
            "clocks:\n  a: {starts_on: x, stops_on: x, days: 5, unit: days, who: 县, says: 甲}",
            9,
            "日期成环",
        ),
        (
            "procedure",
            "clocks:\n  a: {starts_on: x, stops_on: y, days: 0, unit: day, who: 县, says: 甲}",
            9,
            "“unit”没有“day”这个写法，是不是“days”",
        ),
        (
            "schedule",
            "entries:\n  a: {name: 访视, from: 7, to: 3, unit: days, says: 上门}\n",
            9,
            "止于起点之前",
        ),
        (
            "benefit",
            "benefits:\n  a: {name: 补贴, who: 机构, says: 给, amount: 很多}\n",
            9,
            "“amount”应是数，写的是“很多”",
        ),
        (
            "indicator",
            "indicators:\n  a: {name: 数, subject: class, numerator: avg(children), unit: 个,"
            " grain: city, direction: more, says: 数一数}\n",
            9,
            "写 count 或 sum(列)，写的是“avg(children)”",
        ),
        (
            "indicator",
            "indicators:\n  a: {name: 数, subject: class, numerator: sum(kind), unit: 个,"
            " grain: village, direction: more, says: 数一数}\n",
            9,
            "“grain”只用 county、city",
        ),
        (
            "plan",
            "clauses:\n- {id: 一, heading: 甲, text: 乙}\n- {id: 一, heading: 甲, text: 丙}",
            10,
            "“一”写了两次，第 9 行已有",
        ),
        (
            "plan",
            "clauses:\n  - id: 一\n    heading: 甲\n    text: 乙\n    targets:\n"
            "      - {id: a, indicator: s/x, per: county, due: 2021-12-31, says: 丙}\n",
            13,
            "目标要写 min 或 max",
        ),
        (
            "plan",
            "clauses:\n  - id: 一\n    heading: 甲\n    text: 乙\n    targets:\n"
            "      - {id: a, indicator: s/x, min: 2, max: 1, per: city, due: 2021-12-31,"
            " says: 丙}\n",
            13,
            "max 1 小于 min 2",
        ),
        (
            "plan",
            "clauses:\n  - id: 一\n    heading: 甲\n    text: 乙\n    targets:\n"
            "      - {id: a, indicator: s/x, min: 1, per: town, due: soon, says: 丙}\n",
            13,
            "“per”没有“town”这个写法",
        ),
        (
            "plan",
            "clauses:\n  - id: 一\n    heading: 甲\n    text: 乙\n    targets:\n"
            "      - {id: a, indicator: s/x, min: 1, per: city, due: 2021-12-31, says: 丙}\n"
            "      - {id: a, indicator: s/y, min: 1, per: city, due: 2021-12-31, says: 丁}\n",
            14,
            "写了两次，第 13 行已有",
        ),
        (
            "procedure",
            "clocks:\n  a: {starts_on: x, stops_on: y, days: 0, unit: days, who: 县, says: 甲}",
            9,
            "期限至少是 1",
        ),
        (
            "procedure",
            "clocks:\n  a: {starts_on: x, stops_on: y, unit: days, who: 县, says: 甲}",
            9,
            "缺少“days”",
        ),
        (
            "schedule",
            "entries:\n  a: {name: 访视, to: 3, unit: day, says: 上门}\n",
            9,
            "缺少“from”",
        ),
        (
            "indicator",
            "indicators:\n  a: {name: 数, subject: class, unit: 个, grain: city,"
            " direction: more, says: 数一数}\n",
            9,
            "缺少“numerator”",
        ),
        (
            "rating",
            "dimensions: {}\n",
            1,
            "这本书没有条目，请写 dimensions、items、grades 小节",
        ),
    ],
)
def test_each_kind_of_book_has_its_own_checks(
    kind: str, body: str, line: int, message: str
) -> None:
    found = problems_of(body, kind=kind)

    assert any(at == line and message in said for at, said in found), found


@pytest.mark.parametrize(
    ("kind", "body", "line"),
    [
        ("plan", "clauses:\n- {id: 一, heading: 甲, text: 乙, headng: 丙}\n", 9),
        (
            "plan",
            "clauses:\n- id: 一\n  heading: 甲\n  text: 乙\n  deadlines:\n"
            "  - {by: 2021-12-31, headng: 丙}\n",
            13,
        ),
        ("procedure", "steps: {a: {who: 县, says: 甲, headng: 丙}}\n", 8),
        (
            "procedure",
            "clocks:\n  a: {starts_on: x, stops_on: y, days: 1, unit: days, who: 县, says: 甲,"
            " headng: 丙}",
            9,
        ),
        (
            "schedule",
            "entries: {a: {name: 访视, from: 7, unit: days, says: 上门, headng: 丙}}",
            8,
        ),
        ("benefit", "benefits: {a: {name: 补贴, who: 机构, says: 给, headng: 丙}}", 8),
        (
            "indicator",
            "indicators:\n  a: {name: 数, subject: class, numerator: count, unit: 个,"
            " grain: city, direction: more, says: 数一数, headng: 丙}\n",
            9,
        ),
    ],
)
def test_a_word_nobody_knows_is_told_in_every_kind_of_book(
    kind: str, body: str, line: int
) -> None:
    found = problems_of(body, kind=kind)

    assert [(at, "不认识“headng”" in said) for at, said in found] == [(line, True)], found


@pytest.mark.parametrize(("level", "kept"), [("    level: recommended\n", True), ("", False)])
def test_an_entry_has_its_own_level_or_that_of_its_book(level: str, kept: bool) -> None:
    (rule,) = make_book(RULE.replace("    remedy", f"{level}    remedy", 1)).rules

    assert (rule.level is Level.RECOMMENDED) is kept
    assert kept or rule.level is rule.head.level
