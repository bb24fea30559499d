from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tuoyu.books.entries import Kind, Measure, Per, Unit
from tuoyu.books.library import Library, open_library
from tuoyu.books.problems import BookError
from tuoyu.books.tests.make import CATALOGUE, RULE, TODAY, make_shelves, make_text

SHELVES = Path(__file__).parent / "shelves"
ZHENGZHOU, BEIJING = "4101", "11"


def open_shelves() -> Library:
    return open_library(CATALOGUE, SHELVES)


def problems_of(root: Path) -> list[str]:
    with pytest.raises(BookError) as refused:
        open_library(CATALOGUE, root)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2019, 10, 7), None),
        (date(2019, 10, 8), "1:3"),
        (date(2027, 2, 28), "1:3"),
        (date(2027, 3, 1), "1:2"),
    ],
)
def test_the_law_of_the_day_decides(on: date, says: str | None) -> None:
    rule = open_shelves().rules(on).get("setting-standard/carers-of-infants")

    assert (rule and rule.says[-3:]) == says


@pytest.mark.parametrize(
    ("place", "on", "id_"),
    [
        (BEIJING, TODAY, "setting-standard/carers-of-mixed"),
        (ZHENGZHOU, TODAY, "provincial-rules/mixed"),
        ("4104", TODAY, "city-rules/mixed"),
        ("410402", TODAY, "city-rules/mixed"),
        ("4104", date(2021, 12, 31), "setting-standard/carers-of-mixed"),
        ("4104", date(2022, 12, 31), "provincial-rules/mixed"),
        ("4104", date(2026, 12, 31), "city-rules/mixed"),
        ("4104", date(2027, 1, 1), "provincial-rules/mixed"),
    ],
)
def test_the_narrowest_rule_in_force_wins(place: str, on: date, id_: str) -> None:
    rules = open_shelves().rules(on, place)

    assert [found for found in rules if found.endswith("mixed")] == [id_]


def test_a_repeal_counts_only_in_its_place_and_time() -> None:
    library = open_shelves()

    assert "setting-standard/lease" not in library.rules(TODAY, ZHENGZHOU)
    assert "setting-standard/lease" in library.rules(TODAY, BEIJING)
    assert "setting-standard/lease" in library.rules(date(2021, 6, 1), ZHENGZHOU)


def test_an_older_text_ends_when_the_next_begins() -> None:
    library = open_shelves()

    assert library.book("setting-standard", TODAY).head.valid_to == date(2027, 2, 28)
    rule = library.rules(TODAY)["setting-standard/carers-of-infants"]
    assert rule.head.valid_to == date(2027, 2, 28)
    assert library.book("setting-standard").head.valid_from == date(2027, 3, 1)
    with pytest.raises(KeyError):
        library.book("setting-standard", date(2019, 1, 1))


def test_a_form_finds_the_clauses_that_read_its_question() -> None:
    found = open_shelves().reading("class", "children", on=TODAY)

    assert {entry.id for entry in found} == {
        "setting-standard/carers-of-infants",
        "setting-standard/bedding",
        "city-rules/mixed",
    }
    assert open_shelves().reading("class", "area", on=TODAY) == ()


def test_an_entry_carries_its_citation_and_its_marks() -> None:
    entry = open_shelves().entry("setting-standard/carers-of-mixed", TODAY)

    assert entry.citation == "《托育机构设置标准（试行）》第二十条"
    assert entry.confidence == ("V2", "D")
    assert entry.level.label == "强制"
    assert "默认 1:5" in entry.says
    with pytest.raises(KeyError):
        open_shelves().entry("setting-standard/nothing")


def test_every_kind_of_book_is_read() -> None:
    library = open_shelves()

    assert {book.head.kind for book in library.books()} == set(Kind)
    assert [book.head.slug for book in library.books(Kind.PROCEDURE, TODAY)] == [
        "filing-measures"
    ]
    clock = library.clocks(TODAY)["filing-measures/receipt"]
    assert (clock.days, clock.unit, clock.stops_on) == (5, Unit.WORKDAYS, "filing.receipted")
    assert library.steps(TODAY)["filing-measures/issue-receipt"].after == ("submit",)
    assert library.items(TODAY)["site-visit/handwashing"].veto
    rating = library.book("quality-rating")
    assert rating.grades[1].min == Decimal("700.5")
    assert rating.dimensions[0].points == 210
    assert rating.items[0].article == "7.2.30"
    assert library.book("health-schedule").spans[1].every == 3
    assert library.book("family-help").benefits[1].subject == "institution"
    assert "supply/institutions" in library.entries(TODAY)


def test_an_indicator_says_what_is_counted_over_what() -> None:
    indicators = open_shelves().indicators(TODAY)

    places = indicators["supply/places-per-thousand"]
    assert places.denominator is Per.POPULATION
    assert places.numerator.total
    assert places.numerator.total.text == "places"
    assert places.per == 1000
    assert indicators["supply/institutions"].denominator is Per.ONE
    share = indicators["supply/full-classes"]
    assert share.denominator == Measure("class", None, None)
    assert not share.more_is_better


def test_a_plan_gives_its_clauses_and_targets() -> None:
    library = open_shelves()

    plan = library.plan("plan-2020")
    assert [clause.id for clause in plan.clauses] == ["plan-2020/一", "plan-2020/二(一)1"]
    (target,) = library.targets(TODAY)
    assert target.id == "plan-2020/一/institutions"
    assert [target.met_by(value) for value in (None, Decimal(0), Decimal(3))] == [
        None,
        False,
        True,
    ]
    assert library.targets(TODAY, ZHENGZHOU) == ()
    with pytest.raises(KeyError):
        library.plan("supply")


def test_a_draft_counts_only_in_rehearsal() -> None:
    library = open_shelves()
    (draft,) = library.drafts()
    before = dict(library.rules(TODAY))

    rehearsal = library.with_draft(draft)

    assert "childcare-law/carers-of-infants" not in before
    assert "setting-standard/carers-of-infants" not in rehearsal.rules(TODAY)
    assert rehearsal.rules(TODAY)["childcare-law/carers-of-infants"].level == "draft"
    assert dict(library.rules(TODAY)) == before
    assert [book.head.slug for book in library.drafts()] == ["childcare-law"]


def test_a_draft_from_outside_is_checked_as_if_it_lay_on_a_shelf() -> None:
    library = open_shelves()
    text = (SHELVES / "china/drafts/childcare_law.yaml").read_text("utf-8")

    draft = library.read_draft(text.replace("草案）", "草案二）").encode(), "My Draft.yaml")

    assert (draft.head.slug, draft.head.shelf) == ("draft", "china")
    assert "draft/carers-of-infants" in library.with_draft(draft).rules(TODAY)
    with pytest.raises(BookError, match=r"没有书架“hunan”，是不是“henan”"):
        library.read_draft(text.encode() + b"shelf: hunan\n", "a.yaml")
    wrong = text.replace("setting-standard/carers", "setting-standard/carer")
    with pytest.raises(BookError, match="不存在，是不是“setting-standard/carers-of-infants”"):
        library.with_draft(library.read_draft(wrong.encode(), "b.yaml"))


def test_shelves_are_opened_once_for_one_dictionary() -> None:
    assert open_shelves() is open_shelves()


def test_problems_of_all_files_are_told_together(tmp_path: Path) -> None:
    root = make_shelves(
        tmp_path,
        china__first__2019_10_08=make_text(RULE.replace("block", "blok")),
        china__second__2019_10_08=make_text(RULE.replace("holds", "hold")),
        china__third__2019_10_08=make_text(),
    )

    assert {line.split(":")[0] for line in problems_of(root)} == {
        "china/first/2019-10-08.yaml",
        "china/second/2019-10-08.yaml",
    }


def test_two_texts_of_a_document_may_not_overlap(tmp_path: Path) -> None:
    older = make_text().replace("checked_on", "valid_to: 2020-01-01\nchecked_on")
    root = make_shelves(
        tmp_path,
        china__standard__2019_10_08=older,
        china__standard__2020_01_01=make_text(valid_from="2020-01-01"),
    )

    (problem,) = problems_of(root)
    assert problem.startswith("china/standard/2019-10-08.yaml：有效期至 2020-01-01")
    assert "重叠" in problem


def test_two_documents_may_not_share_a_name(tmp_path: Path) -> None:
    root = make_shelves(
        tmp_path, china__a__2019_10_08=make_text(), henan__a__2019_10_08=make_text()
    )

    assert "与 china/a/2019-10-08.yaml 重名" in problems_of(root)[0]


def test_rules_may_not_replace_each_other_in_a_circle(tmp_path: Path) -> None:
    def replacing(other: str) -> str:
        return make_text(RULE + f"    replaces: {other}/carers-of-infants\n")

    root = make_shelves(
        tmp_path,
        china__a__2019_10_08=replacing("b"),
        china__b__2019_10_08=replacing("a"),
        china__c__2019_10_08=replacing("a"),
    )

    assert [line.split("：")[0] for line in problems_of(root)] == [
        "china/a/2019-10-08.yaml:9",
        "china/b/2019-10-08.yaml:9",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            make_text(RULE + "    replaces: b/x\n"),
            "2019-10-08.yaml:9：replaces 指的“b/x”不存在",
        ),
        (make_text("repeals: [b/x]\n" + RULE), "repeals 指的“b/x”不存在"),
        (
            make_text(
                "clauses:\n- {id: 一, heading: 甲, text: 乙, targets: [{id: a, indicator: s/x,"
                " min: 1, per: county, due: 2021-12-31, says: 丙}]}\n",
                kind="plan",
            ),
            "2019-10-08.yaml:9：目标用的指标“s/x”不存在",
        ),
    ],
)
def test_what_is_pointed_to_must_be_there(tmp_path: Path, text: str, message: str) -> None:
    root = make_shelves(tmp_path, china__a__2019_10_08=text)

    assert message in problems_of(root)[0]


def test_a_folder_must_be_fit_to_be_a_name(tmp_path: Path) -> None:
    root = make_shelves(tmp_path, china__Law__2019_10_08=make_text())

    assert "文件夹名只用小写字母、数字和 _" in problems_of(root)[0]


def test_a_shelf_governs_a_region_code(tmp_path: Path) -> None:
    make_shelves(tmp_path)
    (tmp_path / "shelves.yaml").write_text("china: ''\nhenan: 河南\n", "utf-8")

    assert problems_of(tmp_path) == [
        'shelves.yaml:2：书架“henan”写行政区划代码的前几位，如 "41"'
    ]
