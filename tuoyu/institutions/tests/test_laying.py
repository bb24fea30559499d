"""Laying a Dossier out in the register, and reading it back as it stood on any day."""

from datetime import date
from decimal import Decimal

import pytest

from tuoyu.core.errors import Refused
from tuoyu.institutions import queries, services
from tuoyu.institutions.models import Institution, NurseryClass, Profile, Room, Site
from tuoyu.institutions.tests.make import NOON, OPENED, make_content, make_institution
from tuoyu.org.tests.make import OTHER_COUNTY, make_region, make_user
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db
LATER = date(2026, 3, 1)


def lay(institution: Institution, content: dict[str, object], on: date = LATER) -> Institution:
    return services.lay_out(
        content,
        institution=institution,
        region=institution.region,
        on=on,
        by=make_user(),
        at=NOON,
    )


def test_a_new_institution_enters_the_register_with_everything_stated() -> None:
    officer = make_user(name="李静")

    institution = services.lay_out(
        make_content(),
        institution=None,
        region=make_region(),
        on=OPENED,
        by=officer,
        at=NOON,
    )

    assert institution.code == "41040200001"
    assert str(institution).startswith("小石榴托育园")
    assert institution.standing_on(OPENED).status == "registered"  # type: ignore[union-attr]
    assert institution.classes.count() == 2
    assert Room.objects.get(name="托小一班活动室").nursery_class.name == "托小一班"  # type: ignore[union-attr]
    entry = Entry.objects.get()
    assert (entry.deed, entry.actor_name) == ("institution.opened", "李静")
    assert entry.region_path == "41/4104/410402"


def test_what_was_laid_out_reads_back_and_lays_out_again_without_a_change() -> None:
    institution = make_institution()
    content = queries.dossier_of(institution, OPENED)

    lay(institution, content)

    assert queries.dossier_of(institution, LATER) == content
    assert Profile.objects.count() == 1
    assert NurseryClass.objects.count() == 2
    assert Entry.objects.last().detail["changed"] == []  # type: ignore[union-attr]


def test_a_change_closes_the_row_and_opens_another_from_that_day() -> None:
    institution = make_institution(places=35)

    lay(institution, {"profile": {"places": 30}})

    before, after = institution.profiles.order_by("starts_on")
    assert (before.places, before.ends_on) == (35, LATER)
    assert (after.places, after.starts_on, after.ends_on) == (30, LATER, None)
    assert after.head_name == before.head_name
    assert Entry.objects.last().detail["changed"] == ["profile.places"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("day", "places"), [(date(2026, 2, 28), 35), (LATER, 30), (date(2026, 3, 2), 30)]
)
def test_what_was_true_is_read_on_any_day(day: date, places: int) -> None:
    institution = make_institution(places=35)
    lay(institution, {"profile": {"places": 30}})

    assert queries.dossier_of(institution, day)["profile"]["places"] == places


def test_before_the_first_day_only_papers_with_dates_of_their_own_are_known() -> None:
    institution = make_institution()

    assert set(queries.dossier_of(institution, date(2026, 1, 4))) == {"licences"}


def test_a_correction_on_the_day_itself_is_written_into_the_row() -> None:
    institution = make_institution(places=35)

    lay(institution, {"profile": {"places": 40}}, on=OPENED)

    assert institution.profiles.get().places == 40


def test_a_class_that_changes_keeps_its_rooms() -> None:
    institution = make_institution()
    classes = queries.dossier_of(institution, OPENED)["classes"]
    classes[0]["children"] = 15

    lay(institution, {"classes": classes})

    rooms = queries.dossier_of(institution, LATER)["rooms"]
    assert [room["class_key"] for room in rooms] == [row["key"] for row in classes]
    assert Room.objects.count() == 2
    assert NurseryClass.objects.count() == 3


def test_a_class_left_out_of_the_list_ends_on_that_day() -> None:
    institution = make_institution()
    classes = queries.dossier_of(institution, OPENED)["classes"]

    lay(institution, {"classes": classes[:1]})

    ended = NurseryClass.objects.get(name="托大一班")
    assert ended.ends_on == LATER
    assert len(queries.dossier_of(institution, LATER)["classes"]) == 1


def test_rooms_stay_with_a_site_that_was_measured_anew() -> None:
    institution = make_institution()

    lay(institution, {"site": {"building_area_m2": "430.5"}})

    assert queries.dossier_of(institution, LATER)["site"]["building_area_m2"] == "430.50"
    assert Site.objects.count() == 2
    assert Room.objects.count() == 2


def test_a_paper_that_is_not_named_again_lapses_and_an_expired_one_is_still_shown() -> None:
    institution = make_institution()
    papers = queries.dossier_of(institution, OPENED)["licences"]
    fire = next(paper for paper in papers if paper["kind"] == "fire")

    lay(institution, {"licences": [fire | {"ends_on": "2026-02-01"}]})

    shown = queries.dossier_of(institution, LATER)["licences"]
    assert {paper["kind"]: paper["ends_on"] for paper in shown} == {
        "fire": "2026-02-01",
        "registration": "2026-03-01",
    }


def test_a_later_row_forbids_writing_before_it() -> None:
    institution = make_institution()
    lay(institution, {"profile": {"places": 30}})

    with pytest.raises(Refused, match="不能倒写"):
        lay(institution, {"profile": {"places": 20}}, on=date(2026, 2, 1))


@pytest.mark.parametrize(
    ("content", "field", "words"),
    [
        ({"profile": {"name": "甲", "places": "三十"}}, "profile.places", "托位数”：应是整数"),
        ({"profile": {"name": "甲", "places": -1}}, "profile.places", "应是 0 到"),
        ({"profile": {"name": "甲", "form": "school"}}, "profile.form", "应是其中之一"),
        ({"profile": {"name": ""}}, "profile.name", "没有填写"),
        ({"profile": {"name": "甲" * 121}}, "profile.name", "最多 120 个字"),
        ({"profile": {"nome": "甲"}}, "profile.nome", "没有“nome”这一项"),
        ({"profile": {"name": "甲"}}, "profile.form", "办托形式"),
        ({"classes": [{"name": "一班"}]}, "profile.name", "机构名称"),
        ({"classes": {"name": "一班"}}, "classes", "应是一张清单"),
        ({"profile": {"name": "甲", "registered_on": "去年"}}, "profile.registered_on", "日期"),
        ({"site": {"building_area_m2": "很大"}}, "site.building_area_m2", "应是数字"),
        ({"wishes": {}}, "wishes", "没有这一部分"),
    ],
)
def test_content_that_cannot_be_kept_names_the_field(
    content: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        make_new(content)

    assert (refusal.value.field, refusal.value.status) == (field, 422)
    assert not Institution.objects.exists()


def make_new(content: dict[str, object], draft: bool = False) -> Institution:
    return services.lay_out(
        content,
        institution=None,
        region=make_region(),
        on=OPENED,
        by=make_user(),
        at=NOON,
        draft=draft,
    )


def test_a_draft_lays_out_whatever_can_be_read() -> None:
    content: dict[str, object] = {
        "profile": {"places": "三十", "phone": "0375-1"},
        "classes": [{"name": "一班"}, {"name": "二班", "kind": "mixed"}],
        "rooms": [{"name": "活动室", "purpose": "living", "class_key": "二班"}],
        "licences": [{"kind": ""}],
    }

    institution = make_new(content, draft=True)

    found = queries.dossier_of(institution, OPENED)
    assert found["profile"]["name"] == "（未填名称）"
    assert found["profile"]["places"] is None
    assert [row["name"] for row in found["classes"]] == ["二班"]
    assert found["rooms"][0]["class_key"] == found["classes"][0]["key"]


def test_a_room_of_a_class_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused, match="没有这个班"):
        make_institution(content=make_content(classes=[]))


def test_moving_to_another_county_takes_the_unit_along() -> None:
    institution = make_institution()

    services.lay_out(
        {"site": {"address": "卫东区矿工路 3 号", "region_code": "410403"}},
        institution=institution,
        region=make_region(OTHER_COUNTY),
        on=LATER,
        by=make_user(),
        at=NOON,
    )
    lay(Institution.objects.get(), {"profile": {"name": "小石榴二园"}})

    institution.refresh_from_db()
    assert institution.region_path == OTHER_COUNTY
    assert institution.county.code == "410403"
    assert str(institution) == "小石榴二园"


def test_search_text_follows_name_and_address() -> None:
    institution = make_institution(name="郏县乐学托育园")

    assert institution.profiles.get().initials == "jxlxtyy"
    assert "jxyxtyy" in institution.profiles.get().searchable
    lay(institution, {"site": {"address": "龙山大道 5 号"}})
    assert "龙山大道" in institution.profiles.get().searchable


def test_numbers_follow_one_another_within_a_county() -> None:
    codes = [make_institution(region=path).code for path in ("41/4104/410402",) * 2]
    codes.append(make_institution(region=OTHER_COUNTY).code)

    assert codes == ["41040200001", "41040200002", "41040300001"]


def test_a_city_does_not_file_institutions() -> None:
    with pytest.raises(Refused, match="选到县级以下"):
        make_institution(region="41/4104")


def test_decimals_that_mean_the_same_are_no_change() -> None:
    institution = make_institution()

    lay(institution, {"site": {"building_area_m2": 420}})

    assert institution.sites.get().building_area_m2 == Decimal(420)
