"""The books themselves: complete, dated, cited, and true at their boundaries."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from tuoyu.books import (
    Book,
    Entry,
    Item,
    Kind,
    Level,
    Library,
    Rule,
    Severity,
    Verdict,
    judge,
    verdict_of,
)
from tuoyu.books.entries import Case
from tuoyu.books.library import SHELVES
from tuoyu.books.table import rules_page, shelves

TODAY = date(2026, 11, 23)
CITY = "410402"
ELSEWHERE = "110101"
DOCUMENTS = Path(__file__).parents[3] / "docs"


def numbered(area: str, last: int, first: int = 1) -> set[str]:
    return {f"{area}-{number:02}" for number in range(first, last + 1)}


def numbered_chapters(chapters: str) -> set[str]:
    return {f"QA-{chapter}" for chapter in chapters.split(" ")}


# Every row of the regulations that a book must hold, section by section.
EXPECTED = {
    "classes, ratios, staff, site": numbered("CLS", 8)
    | numbered("RAT", 5)
    | numbered("STF", 6)
    | numbered("SIT", 6)
    | numbered("SCL", 1)
    | numbered("TRN", 2),
    "registration and filing": numbered("REG", 5)
    | numbered("FIL", 10)
    | {f"M{number}" for number in range(1, 8)},
    "operation": numbered("ENR", 5)
    | numbered("CAR", 2)
    | numbered("SIC", 2)
    | numbered("SHC", 2)
    | numbered("EMG", 2)
    | numbered("VID", 3)
    | numbered("STF", 12, 10)
    | numbered("SUP", 2)
    | {"PAR-01", "PUB-01", "HOB-01", "RPT-01", "SEC-01", "ANN-01"},
    "quality": numbered_chapters(
        "4.1 4.1.4 4.2 5.1.5 5.1.6 5.2.1 7.2.1 7.2.3 7.3.1 7.4.3 9.3.1 9.3.2 9.4.3 9.5.2 "
        "9.7.1 10.4"
    ),
    "building": numbered("BLD", 26),
    "fire": numbered("FIR", 17),
    "health, hygiene, food": numbered("HLT", 9)
    | numbered("VAC", 5)
    | numbered("HYG", 6)
    | numbered("CHK", 6)
    | numbered("MEA", 5)
    | numbered("DIS", 3)
    | {"SLP-01", "OUT-01", "WAT-01", "REC-01", "INF-01"},
    "bans": numbered("BAN", 5) | {"PEN-01", "PEN-02", "RPT-02", "RPT-03", "RPT-04", "PEN-05"},
    "family sites": numbered("FAM", 10),
    "hygiene checklist": numbered("H", 14),
}
DRAFTED = numbered("LAW", 18)

LIBRARY = shelves()
BOOKS = [book for book in LIBRARY.all_books if not book.head.draft]
RULES = [rule for book in LIBRARY.all_books for rule in book.rules]
CASES = [(rule, case) for rule in RULES for case in rule.cases]
WANTED = {
    "keeps": Verdict.KEPT,
    "breaks": Verdict.BROKEN,
    "unknown": Verdict.UNKNOWN,
    "exempt": Verdict.NOT_APPLICABLE,
}


@pytest.fixture
def library() -> Library:
    return LIBRARY


def rule_of(id: str) -> Rule:
    found = LIBRARY.entry(id)
    assert isinstance(found, Rule)
    return found


def every_entry() -> list[Entry]:
    return [entry for book in BOOKS for entry in book.entries]


def test_the_law_has_at_least_150_entries_and_90_executable_rules() -> None:
    law = [book for book in BOOKS if book.head.kind in (Kind.STANDARD, Kind.PROCEDURE)]
    assert sum(len(book.entries) for book in law) >= 150
    assert sum(len(book.rules) for book in law) >= 90


@pytest.mark.parametrize("section", EXPECTED)
def test_every_row_of_the_regulations_stands_in_a_book(section: str) -> None:
    codes = {entry.code for entry in every_entry()}
    assert sorted(EXPECTED[section] - codes) == []


def test_the_draft_of_the_law_holds_every_point_known_of_it(library: Library) -> None:
    draft = library.book("childcare-services-law")
    assert {entry.code for entry in draft.entries} == DRAFTED
    assert draft.head.draft
    assert {entry.level for entry in draft.entries} == {Level.DRAFT}


def test_ids_are_given_once() -> None:
    counts = Counter(entry.id for entry in every_entry())
    assert [id for id, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("book", LIBRARY.all_books, ids=lambda book: book.head.file)
def test_every_book_names_its_source_and_was_compared_with_it_within_a_year(
    book: Book,
) -> None:
    head = book.head
    assert all((head.document, head.issuer, head.confidence))
    assert head.checked_on
    assert timedelta(0) <= TODAY - head.checked_on <= timedelta(days=365)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_cited_with_a_remedy_and_a_case_on_both_sides(rule: Rule) -> None:
    assert all((rule.code, rule.article, rule.says, rule.remedy))
    assert {"keeps", "breaks"} <= {case.name for case in rule.cases}
    assert len(rule.says) <= 60


@pytest.mark.parametrize(
    ("rule", "case"), CASES, ids=[f"{rule.id}:{case.name}:{case.line}" for rule, case in CASES]
)
def test_every_case_is_judged_as_its_book_says(rule: Rule, case: Case) -> None:
    assert verdict_of(rule, dict(case.facts)) is WANTED[case.name]


def test_every_item_says_how_to_look() -> None:
    items = [item for book in BOOKS for item in book.items]
    assert [item.id for item in items if not (item.says and item.how)] == []


def test_what_is_only_known_from_memory_never_blocks_by_a_number() -> None:
    """A number that nobody could confirm may warn, but must not stop a filing."""
    shaky = [r for r in RULES if r.confidence[-1] in ("K:m", "K:l") and not r.head.draft]
    assert [rule.id for rule in shaky if rule.severity is Severity.BLOCK] == []


def test_recommended_rules_never_block() -> None:
    found = [rule for rule in RULES if rule.level is Level.RECOMMENDED]
    assert [rule.id for rule in found if rule.severity is Severity.BLOCK] == []


@pytest.mark.parametrize(
    ("id", "kept", "broken"),
    [
        ("carers-of-infants", (9, 3), (10, 3)),
        ("carers-of-juniors", (15, 3), (16, 3)),
        ("carers-of-seniors", (21, 3), (22, 3)),
        ("carers-of-mixed", (15, 3), (16, 3)),
    ],
)
def test_one_child_too_many_breaks_the_ratio_of_its_class(
    id: str, kept: tuple[int, int], broken: tuple[int, int]
) -> None:
    kind = id.removeprefix("carers-of-").rstrip("s")
    rule = rule_of(f"setting-standard/{id}")
    about = {"kind": kind, "form": "independent"}
    assert judge(rule, children=kept[0], carers=kept[1], **about) is Verdict.KEPT
    assert judge(rule, children=broken[0], carers=broken[1], **about) is Verdict.BROKEN
    assert judge(rule, children=broken[0], **about) is Verdict.UNKNOWN


@pytest.mark.parametrize("slug", ["setting-standard", "jgj39", "gb50016", "hygiene-standard"])
def test_a_family_site_is_not_held_to_the_standards_of_institutions(slug: str) -> None:
    for rule in LIBRARY.book(slug).rules:
        assert judge(rule, form="family_site") is Verdict.NOT_APPLICABLE, rule.id


def test_an_institution_is_not_held_to_the_book_of_family_sites() -> None:
    for rule in LIBRARY.book("family-sites").rules:
        assert judge(rule, form="independent") is Verdict.NOT_APPLICABLE, rule.id


def test_meals_bind_only_those_who_serve_them() -> None:
    read = {"food_sample_grams", "canteen_controls", "has_food_licence", "menu_days"}
    asked = [rule for rule in RULES if read & set(rule.columns)]
    assert len(asked) >= 6
    for rule in asked:
        assert judge(rule, has_meals=False) is Verdict.NOT_APPLICABLE, rule.id


class TestConflictsBetweenTexts:
    def test_video_is_kept_90_days_not_30(self, library: Library) -> None:
        nation = library.rules(TODAY, ELSEWHERE)
        assert "fire-guide/video-kept" not in nation
        assert (
            judge(nation["management-norm/video-days"], form="independent", video_days=30)
            is Verdict.BROKEN
        )

    def test_in_the_city_the_plan_speaks_of_video(self, library: Library) -> None:
        city = library.rules(TODAY, CITY)
        assert "management-norm/video-days" not in city
        assert {"plan-duties/video-days", "plan-duties/video-cover"} <= set(city)

    def test_above_the_third_floor_blocks_and_the_second_only_warns(self) -> None:
        blocks = rule_of("fire-guide/three-floors-at-most")
        warns = rule_of("jgj39/younger-on-ground-floor")
        assert (blocks.severity, warns.severity) == (Severity.BLOCK, Severity.WARN)
        assert (
            judge(blocks, form="independent", lowest_floor=1, highest_floor=2) is Verdict.KEPT
        )
        assert judge(warns, form="independent", kind="junior", floor=2) is Verdict.BROKEN

    def test_six_square_metres_are_the_gate_and_twelve_an_advice(self) -> None:
        assert rule_of("hygiene-standard/observation-room-six").severity is Severity.BLOCK
        assert rule_of("jgj39/observation-room-twelve").severity is Severity.NOTE

    def test_two_weeks_of_menu_are_duty_and_one_is_quality(self) -> None:
        assert rule_of("health-care-norm/menu-fortnight").severity is Severity.WARN
        assert rule_of("quality-standard/menu-weekly").severity is Severity.NOTE

    def test_food_samples_weigh_125_grams(self, library: Library) -> None:
        city = library.rules(TODAY, CITY)
        assert "health-care-norm/food-sample" not in city
        sample = city["catering-practice/food-sample"]
        assert (
            judge(sample, has_meals=True, food_sample_grams=124, food_sample_hours=48)
            is Verdict.BROKEN
        )

    def test_nothing_stops_an_institution_for_not_being_filed(self) -> None:
        assert rule_of("population-law/filed-at-the-county").severity is Severity.WARN


def test_a_recommended_duplicate_is_not_judged_twice(library: Library) -> None:
    replaced = {id for rule in library.rules(TODAY, CITY).values() for id in rule.replaces}
    assert "quality-standard/daily-health-watch" in replaced
    assert not replaced & set(library.rules(TODAY, CITY))


def test_the_hygiene_checklist_is_fourteen_items_that_a_person_judges() -> None:
    items = LIBRARY.book("hygiene-standard").items
    assert [item.code for item in items] == sorted(EXPECTED["hygiene checklist"])
    assert all(isinstance(item, Item) for item in items)


def test_clocks_of_filing_have_their_lengths(library: Library) -> None:
    clocks = library.clocks(TODAY, CITY)
    found = {id.partition("/")[2]: clock.days for id, clock in clocks.items()}
    assert found == {
        "receipt": 5,
        "mismatch-notice": 15,
        "publication": 20,
        "hygiene-mismatch-notice": 15,
    }
    assert {clock.unit for clock in clocks.values()} == {"workdays"}


def test_the_hygiene_notice_has_its_own_term_since_its_own_document(library: Library) -> None:
    before = library.clocks(date(2022, 8, 8), CITY)
    since = library.clocks(date(2022, 8, 9), CITY)

    assert "hygiene-procedure/hygiene-mismatch-notice" not in before
    twin, own = since["filing-procedure/mismatch-notice"], set(since) - set(before)
    assert own == {"hygiene-procedure/hygiene-mismatch-notice"}
    hygiene = since[own.pop()]
    assert (hygiene.starts_on, hygiene.stops_on) == (twin.starts_on, twin.stops_on)
    assert (hygiene.days, hygiene.unit) == (twin.days, twin.unit)


def test_what_is_due_promptly_has_a_step_but_no_clock(library: Library) -> None:
    steps = library.steps(TODAY, CITY)
    assert {"filing-procedure/change", "filing-procedure/cancel"} <= set(steps)
    assert "filing-procedure/change" not in library.clocks(TODAY, CITY)


class TestRehearsal:
    def test_a_smaller_ratio_for_older_children_takes_the_place_of_the_rule(
        self, library: Library
    ) -> None:
        draft = library.book("senior-class-1-to-6")
        rehearsed = library.with_draft(draft).rules(TODAY, CITY)
        assert "setting-standard/carers-of-seniors" not in rehearsed
        rule = rehearsed["senior-class-1-to-6/carers-of-seniors"]
        facts = {"kind": "senior", "form": "independent", "carers": 2}
        assert judge(rule, children=12, **facts) is Verdict.KEPT
        assert judge(rule, children=13, **facts) is Verdict.BROKEN

    def test_the_permit_takes_the_place_of_filing(self, library: Library) -> None:
        draft = library.book("childcare-services-law")
        rehearsed = library.with_draft(draft).rules(TODAY, CITY)
        assert "population-law/filed-at-the-county" not in rehearsed
        assert "childcare-services-law/permit-first" in rehearsed

    def test_drafts_are_never_in_force(self, library: Library) -> None:
        assert not [rule for rule in library.rules(TODAY, CITY).values() if rule.head.draft]


def test_a_book_governs_the_place_its_shelf_names(library: Library) -> None:
    nation, city = library.rules(TODAY, ELSEWHERE), library.rules(TODAY, CITY)
    assert not [id for id in nation if id.startswith("plan-duties/")]
    assert [id for id in city if id.startswith("plan-duties/")]


def test_law_follows_its_day(library: Library) -> None:
    before = library.rules(date(2019, 10, 7), CITY)
    assert not [id for id in before if id.startswith("setting-standard/")]
    assert [id for id in library.rules(date(2019, 10, 8), CITY) if id.startswith("setting-")]


def test_the_page_of_rules_is_the_books_as_they_stand() -> None:
    written = (DOCUMENTS / "rules.md").read_text("utf-8")
    assert written == rules_page(LIBRARY), "python -m tuoyu.books.table > docs/rules.md"


def test_shelves_lie_beside_the_library() -> None:
    assert (SHELVES / "shelves.yaml").is_file()
