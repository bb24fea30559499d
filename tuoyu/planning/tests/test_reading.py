"""A plan is read in, compared by a person, and becomes a book of its region."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tuoyu.assessment.queries import library
from tuoyu.assessment.tests.make import DAY, at, browser_of, make_officer
from tuoyu.core.errors import Refused
from tuoyu.org.models import Region
from tuoyu.planning import services
from tuoyu.planning.forms import PlanFileForm, ReadingForm
from tuoyu.planning.models import PlanDocument
from tuoyu.planning.queries.binding import proposed
from tuoyu.planning.queries.plans import plan, plans
from tuoyu.planning.tests.make import PLAN, TABLE, bound, confirm, make_document
from tuoyu.records.models import Entry
from tuoyu.statistics.tests.make import make_county

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> Region:
    return make_county("41/4104/410422", name="叶县", short_name="叶县")


def deeds() -> list[str]:
    rows = Entry.objects.filter(subject_kind="planning.plandocument").order_by("pk")
    return list(rows.values_list("deed", flat=True))


def test_what_was_found_is_kept_until_confirmed(county: Region) -> None:
    document = make_document(county)

    document.refresh_from_db()
    assert document.title == "叶县托育服务实施方案"
    assert document.issued_on == date(2026, 3, 2)
    assert [clause["id"] for clause in document.reading["clauses"]] == [
        "一",
        "二(一)",
        "二(二)",
    ]
    assert document.source_text == PLAN
    assert document.status == PlanDocument.Status.READ
    assert len(plans()) == 1
    assert deeds() == ["plan.read_in"]


def test_confirmed_it_is_a_plan_of_its_region(county: Region) -> None:
    document = confirm(make_document(county))

    book = next(book for book in plans() if book.head.place == "410422")
    assert book.head.document == "叶县托育服务实施方案"
    assert not book.head.draft
    assert [(t.indicator, t.due) for t in book.targets] == [
        ("indicators/demonstration-institutions", date(2027, 12, 31))
    ]
    assert book.clauses[0].units == ("县卫生健康委", "县财政局")
    assert (document.status, document.confirmed_at) == ("confirmed", at(DAY))
    assert deeds() == ["plan.read_in", "plan.confirmed"]
    assert plan(book.head.slug) is book


def test_a_plan_is_confirmed_once(county: Region) -> None:
    document = make_document(county)
    confirm(document)

    with pytest.raises(Refused, match="已确认"):
        confirm(document)
    with pytest.raises(Refused, match="已确认"):
        services.drop(document, by=make_officer(), at=at(DAY))
    assert deeds() == ["plan.read_in", "plan.confirmed"]


def test_a_plan_that_is_dropped_never_holds(county: Region) -> None:
    document = make_document(county)
    services.drop(document, by=make_officer(), at=at(DAY))

    with pytest.raises(Refused, match="已放弃"):
        confirm(document)
    assert len(plans()) == 1
    assert deeds() == ["plan.read_in", "plan.dropped"]


def test_a_number_nobody_can_reckon_is_refused(county: Region) -> None:
    document = make_document(county)

    with pytest.raises(Refused, match="不存在"):
        confirm(document, clauses=bound(document, "indicators/nothing"))

    document.refresh_from_db()
    assert document.status == PlanDocument.Status.READ
    assert deeds() == ["plan.read_in"]


def test_the_nearest_indicator_is_proposed() -> None:
    indicators = list(library().indicators(DAY).values())

    def of(words: str) -> str:
        return proposed({"object": words, "text": words}, indicators)

    assert of("具有示范效应的婴幼儿照护服务机构") == "indicators/demonstration-institutions"
    assert of("普惠性幼儿园开设托班试点") == "indicators/inclusive-kindergarten-classes"
    assert of("公办民营或民办公助模式的机构") == "indicators/public-private-sites"
    assert of("平方公里绿地") == ""


def test_a_number_of_places_is_not_bound_to_a_share_of_them() -> None:
    indicators = list(library().indicators(DAY).values())

    def of(unit: str) -> str:
        return proposed({"object": "普惠托位", "text": "普惠托位", "unit": unit}, indicators)

    assert of("%") == "indicators/inclusive-places-share"
    assert of("个") == "indicators/places"


def form_of(document: PlanDocument, **changes: Any) -> ReadingForm:
    """The form as the page fills it, with some answers changed."""
    indicators = list(library().indicators(DAY).values())
    blank = ReadingForm(document.reading, indicators)
    data = {name: field.initial or "" for name, field in blank.fields.items()}
    data |= {"title": "叶县方案", "issued_on": "2026-03-02", "issuer": "叶县人民政府"}
    return ReadingForm(document.reading, indicators, data | changes)


def test_the_form_gives_back_what_was_found(county: Region) -> None:
    form = form_of(make_document(county))

    assert form.is_valid(), form.errors
    first = form.clauses()[0]
    assert first["units"] == ["县卫生健康委", "县财政局"]
    assert [deadline["by"] for deadline in first["deadlines"]] == ["2027-12-31"]
    assert first["targets"][0]["min"] == 2
    assert first["targets"][0]["indicator"] == "indicators/demonstration-institutions"


def test_units_days_and_quantities_can_be_corrected(county: Region) -> None:
    form = form_of(
        make_document(county),
        **{
            "heading-0": "三步走",
            "units-0": "县卫生健康委\n\n县教育体育局",
            "deadlines-0": "2028-06-30",
            "min-0-0": "3",
            "due-0-0": "2028-06-30",
        },
    )

    assert form.is_valid(), form.errors
    first = form.clauses()[0]
    assert (first["heading"], first["units"]) == ("三步走", ["县卫生健康委", "县教育体育局"])
    assert first["deadlines"] == [{"by": "2028-06-30", "text": "2028-06-30"}]
    assert (first["targets"][0]["min"], first["targets"][0]["due"]) == (3, "2028-06-30")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"deadlines-0": "明年"}, "deadlines-0"),
        ({"due-0-0": ""}, "due-0-0"),
        ({"min-0-0": "", "max-0-0": ""}, "min-0-0"),
        ({"per-0-0": "township"}, "per-0-0"),
        ({"indicator-0-0": "indicators/nothing"}, "indicator-0-0"),
        ({"min-0-0": "-1"}, "min-0-0"),
        ({"title": ""}, "title"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    county: Region, changes: dict[str, str], field: str
) -> None:
    form = form_of(make_document(county), **changes)

    assert not form.is_valid()
    assert field in form.errors


def test_a_quantity_left_as_words_needs_nothing(county: Region) -> None:
    form = form_of(make_document(county), **{"indicator-0-0": "", "due-0-0": ""})

    assert form.is_valid(), form.errors


ALLOWED = {
    "title",
    "issued_on",
    "number",
    "issuer",
    "heading",
    "units",
    "deadlines",
    "min",
    "max",
    "per",
    "due",
    "indicator",
    "file",
    "region",
}


def test_no_form_asks_how_much_was_done(county: Region) -> None:
    """Forms hold what a plan promises; no field and no column holds a completion."""
    asked = {name.partition("-")[0] for name in form_of(make_document(county)).fields}
    asked |= set(PlanFileForm().fields)

    assert asked <= ALLOWED
    columns = {field.name for field in PlanDocument._meta.get_fields()}
    assert not columns & {"value", "completion", "percent", "progress", "done", "score"}


def test_the_flow_from_file_to_plan(county: Region) -> None:
    officer = browser_of(make_officer("city_officer"))
    file = SimpleUploadedFile("叶县方案.txt", PLAN.encode())

    found = officer.post("/plan/read-in/", {"file": file, "region": county.pk})
    page = officer.get(found["Location"]).content.decode()
    document = PlanDocument.objects.get()
    confirmed = officer.post(found["Location"], form_of(document).data)
    plan_page = officer.get(confirmed["Location"])

    assert "叶县</td>" in officer.get("/plan/").content.decode()
    assert "找到 3 条、2 个数量" in page
    assert "县财政局" in page
    assert confirmed["Location"] == f"/plan/document-{document.pk}/"
    assert "叶县方案" in plan_page.content.decode()
    assert plan_page.context["whole_name"] == "叶县"
    assert "全市" not in PlanDocument.objects.get().book
    assert "看进展" in officer.get(found["Location"]).content.decode()
    assert "document-" in officer.get("/plan/").content.decode()


def test_a_form_that_is_wrong_comes_back_as_typed(county: Region) -> None:
    officer = browser_of(make_officer())
    document = make_document(county)

    answer = officer.post(
        f"/plan/read-in/{document.pk}/", form_of(document, **{"deadlines-0": "明年"}).data
    )

    assert answer.status_code == 422
    assert "“明年”不是日期" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", b"", "空"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "旧版 Word"),
        ("a.exe", b"MZ\x90", "程序"),
        ("a.txt", "没有条款".encode(), "没有找到编号的条款"),
        ("a.docx", b"PK\x03\x04broken", ""),
    ],
)
def test_files_that_are_no_plan_are_refused_in_words(
    county: Region, name: str, content: bytes, told: str
) -> None:
    officer = browser_of(make_officer())
    file = SimpleUploadedFile(name, content)

    answer = officer.post("/plan/read-in/", {"file": file, "region": county.pk})

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not PlanDocument.objects.exists()


def test_dropping_leads_back_to_the_list(county: Region) -> None:
    officer = browser_of(make_officer())
    document = make_document(county)

    answer = officer.post(f"/plan/read-in/{document.pk}/drop/")

    assert answer["Location"] == "/plan/read-in/"
    assert "已放弃" in officer.get("/plan/read-in/").content.decode()
    assert "已放弃" in officer.get(f"/plan/read-in/{document.pk}/").content.decode()


def test_only_city_and_standards_officers_read_plans_in(county: Region) -> None:
    document = make_document(county)
    paths = ("/plan/read-in/", f"/plan/read-in/{document.pk}/")
    for role in ("county_officer", "leader", "department", "health_worker", "manager"):
        browser = browser_of(make_officer(role))
        assert {browser.get(path).status_code for path in paths} == {403}
        assert browser.post(f"/plan/read-in/{document.pk}/drop/").status_code == 403
    document.refresh_from_db()
    assert document.status == PlanDocument.Status.READ


def test_rows_of_a_table_of_tasks_are_shown_and_go_where_a_person_says(county: Region) -> None:
    document = make_document(county, TABLE)
    browser = browser_of(make_officer())
    page = browser.get(f"/plan/read-in/{document.pk}/")
    shown = page.content.decode()
    assert "2 行任务</a>、2 个数量" in shown
    assert "叶县托育服务任务分工表第 1 行" in shown
    assert "时限“择机”没有认出日期，请填上。" in shown
    form = page.context["form"]
    assert form["clause-3"].value() == "二(二)"
    typed = {field.html_name: field.value() or "" for field in form}
    typed |= {name: "" for name in typed if name.startswith("indicator-")}

    browser.post(f"/plan/read-in/{document.pk}/", typed | {"deadlines-4": "2026-12-31"})

    document.refresh_from_db()
    clauses = {clause["id"]: clause for clause in document.reading["clauses"]}
    assert clauses["二(二)"]["units"] == ["县卫生健康委", "县文广旅局"]
    assert [day["by"] for day in clauses["二(二)"]["deadlines"]] == ["2026-09-30"]
    assert clauses["附表-2"]["units"] == ["县教育体育局"]
    assert [day["by"] for day in clauses["附表-2"]["deadlines"]] == ["2026-12-31"]
    (book,) = (one for one in plans() if one.head.place == "410422")
    assert [clause.number for clause in book.clauses] == ["一", "二(一)", "二(二)", "附表-2"]


def test_a_row_may_be_taken_from_the_clause_it_was_given(county: Region) -> None:
    document = make_document(county, TABLE)
    form = browser_of(make_officer()).get(f"/plan/read-in/{document.pk}/").context["form"]
    typed = {field.html_name: field.value() or "" for field in form}
    typed |= {name: "" for name in typed if name.startswith("indicator-")}

    browser_of(make_officer()).post(f"/plan/read-in/{document.pk}/", typed | {"clause-3": ""})

    document.refresh_from_db()
    clauses = {clause["id"]: clause for clause in document.reading["clauses"]}
    assert clauses["二(二)"]["units"] == ["县卫生健康委"]
    assert clauses["附表-1"]["units"] == ["县文广旅局"]


def test_the_day_of_a_row_is_proposed_for_the_quantity_of_its_clause(county: Region) -> None:
    text = PLAN.replace("2026年年底前，", "") + (
        "任务分工表\n序号\t工作任务\t责任单位\t完成时限\n"
        "1\t发展单位办托，全县至少1家医院或学校在单位内办托\t县总工会\t2026年10月\n"
    )
    document = make_document(county, text)

    page = browser_of(make_officer()).get(f"/plan/read-in/{document.pk}/")

    form = page.context["form"]
    assert form["clause-3"].value() == "二(一)"
    assert form["due-1-0"].value() == "2026-10-31"
    assert form["indicator-1-0"].value()
    assert form["indicator-3-0"].value() == ""
