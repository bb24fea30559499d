"""What a ledger tells of institutions that are new to the register."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tuoyu.institutions.models import (
    Institution,
    NurseryClass,
    Offering,
    Point,
    Practice,
    Profile,
    Site,
    Standing,
)
from tuoyu.institutions.tests.ledgers import (
    HEADS,
    enter,
    make_ledger,
    make_row,
    reasons,
)
from tuoyu.institutions.tests.make import NOON
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY, make_region, make_unit, make_user
from tuoyu.records.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
TODAY = NOON.date()


def test_a_sound_row_becomes_an_institution_with_all_it_states() -> None:
    ledger = enter(make_ledger(make_row(备注="视频只存30天")))

    institution = Institution.objects.get()
    profile, site = Profile.objects.get(), Site.objects.get()
    assert (institution.code, institution.unit.kind) == ("41040200001", "institution")
    assert (profile.name, profile.places, profile.children_declared) == (
        "小石榴托育园1",
        35,
        30,
    )
    assert (profile.carers_declared, profile.is_inclusive) == (6, True)
    assert (profile.legal_form, profile.form) == ("company", "independent")
    assert (site.tenure, str(site.building_area_m2)) == ("", "420.50")
    assert sorted(row.name for row in NurseryClass.objects.all()) == ["托大1班", "托小1班"]
    assert Offering.objects.get().price_fen == 168_000
    assert Practice.objects.get().video_days == 30
    standing = Standing.objects.get()
    assert (standing.status, standing.starts_on) == ("filed", date(2023, 5, 18))
    assert "录像只保存 30 天" in reasons()
    assert "xsltyy" in profile.searchable
    assert ledger.rows.get().institution == institution


def test_importing_is_one_noted_deed_about_all_rows() -> None:
    enter(make_ledger(make_row(1), make_row(2)))

    entry = Entry.objects.filter(deed="ledger.committed").get()
    assert (entry.actor_name, entry.detail["new"]) == ("李静", 2)


@pytest.mark.parametrize(
    ("told", "status", "words"),
    [
        ("已备案", "filed", ""),
        ("整改中", "filed", "“整改中”不是备案状态"),
        ("未备案", "registered", "却有备案时间"),
        ("暂停", "suspended", "没有写哪天起"),
        ("已注销", "cancelled", "没有写哪天起"),
        ("", "filed", "没有填状态"),
    ],
)
def test_the_word_for_the_state_decides_the_standing(
    told: str, status: str, words: str
) -> None:
    enter(make_ledger(make_row(状态=told)))

    assert Institution.objects.get().standing_on(TODAY).status == status  # type: ignore[union-attr]
    assert words in reasons()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"备注": "2021年打造示范"}, "备注称是示范机构（2021 年）"),
        ({"备注": "搬迁"}, "备注写搬迁"),
        ({"备注": "法人变更，待更新"}, "备注写法人变更"),
        ({"统一社会信用代码": "91410402MA40A00010"}, "校验位不符"),
        ({"统一社会信用代码": "办理中"}, "写的是“办理中”"),
        ({"托位数": 90}, "按所列 2 个班最多 35 个"),
        ({"收费标准": "3000元/学期"}, "收费按学期计"),
        ({"备案时间": "2024年4月"}, "只写到月"),
        ({"县（市、区）": "", "地址": "平顶山市新华区建设路 1 号"}, "按地址判为“新华区”"),
    ],
)
def test_what_cannot_be_kept_as_a_fact_becomes_a_point_to_settle(
    cells: dict[str, Any], words: str
) -> None:
    enter(make_ledger(make_row(**cells)))

    assert words in reasons()


def test_a_claim_in_a_remark_is_no_recognition() -> None:
    enter(make_ledger(make_row(备注="示范机构")))

    assert not Institution.objects.get().demonstrations.exists()


def test_a_code_whose_check_digit_fails_is_a_point_and_no_fact() -> None:
    enter(make_ledger(make_row(统一社会信用代码="91410402MA40A00010")))

    assert Profile.objects.get().credit_code == ""
    assert "91410402MA40A00010" in Point.objects.filter(field="统一社会信用代码").values_list(
        "value", flat=True
    )


def test_a_refused_row_keeps_out_and_the_others_enter() -> None:
    ledger = enter(make_ledger(make_row(1), make_row(2, 托位数="若干")))

    assert Institution.objects.count() == 1
    assert ledger.rows.get(number=2).outcome == "refused"
    assert ledger.summary["result"] == {"new": 1, "updated": 0, "refused": 1}


def test_the_same_institution_twice_enters_once() -> None:
    ledger = enter(make_ledger(make_row(1), make_row(1)))

    assert Institution.objects.count() == 1
    assert ledger.rows.get(number=2).institution == Institution.objects.get()


@pytest.mark.parametrize(
    ("services_told", "price", "found", "words"),
    [
        ("全日托", "1680元/月", {"full_day": 168_000}, ""),
        (
            "全日托、计时托",
            "全日托1680元/月，计时托20元/小时",
            {"full_day": 168_000, "hourly": 2_000},
            "",
        ),
        (
            "全日托、半日托",
            "1680",
            {"full_day": 168_000, "half_day": None},
            "没有写明是哪种服务",
        ),
        ("全日托", "1500-1800元/月", {"full_day": 150_000}, "收费是区间"),
        ("全日托", "面议", {"full_day": None}, "没有金额"),
        ("计时托", "1680元/学期", {"hourly": None}, "收费按学期计"),
    ],
)
def test_prices_are_kept_where_the_ledger_says_what_for(
    services_told: str, price: str, found: dict[str, int | None], words: str
) -> None:
    enter(make_ledger(make_row(1, 服务形式=services_told, 收费标准=price)))

    assert dict(Offering.objects.values_list("kind", "price_fen")) == found
    assert words in reasons()


def test_classes_counted_without_kinds_are_asked_for() -> None:
    heads = [*HEADS, "班级数"]
    row = [*make_row(1, **dict.fromkeys(("乳儿班", "托小班", "托大班", "混合班"), "")), 3]

    enter(make_ledger(row, heads=heads))

    assert not NurseryClass.objects.exists()
    assert "台账写 3 个班，没有写班型" in reasons()


def test_an_employers_nursery_is_known_by_its_name() -> None:
    enter(make_ledger(make_row(1, 机构名称="新华区妇幼保健院托育园")))

    profile = Profile.objects.get()
    assert (profile.form, profile.employer_kind) == ("employer", "hospital")


def test_what_a_ledger_says_holds_from_the_day_it_was_closed() -> None:
    title = "新华区托育机构备案台账（截至2026年3月31日）"

    enter(make_ledger(make_row(), title=title))

    assert Profile.objects.get().starts_on == date(2026, 3, 31)


def test_a_township_is_found_by_name() -> None:
    make_region(f"{COUNTY}/410402001", name="曙光街街道", short_name="曙光街")
    heads = (*HEADS, "乡镇（街道）")

    enter(make_ledger([*make_row(1), "曙光街街道"], [*make_row(2), "无名街道"], heads=heads))

    found = [row.region.name for row in Institution.objects.order_by("code")]
    assert found == ["曙光街街道", "新华区"]
    assert "“无名街道”在新华区里认不出来" in reasons()


SHARED = Path(__file__).parents[4] / "shared" / "data" / "filing-ledger-2026.xlsx"
CITY_COUNTIES = {
    "410402": "新华区",
    "410403": "卫东区",
    "410404": "石龙区",
    "410411": "湛河区",
    "410421": "宝丰县",
    "410422": "叶县",
    "410423": "鲁山县",
    "410425": "郏县",
    "410471": "高新区",
    "410472": "城乡一体化示范区",
    "410481": "舞钢市",
    "410482": "汝州市",
}


@pytest.mark.skipif(not SHARED.is_file(), reason="the shared ledger lies outside the project")
def test_the_shared_ledger_enters_with_every_oddity_reported() -> None:
    for code, name in CITY_COUNTIES.items():
        make_region(f"41/4104/{code}", name=name, short_name=name.rstrip("区县市"))
    officer = make_user(Role.CITY_OFFICER, make_unit("41/4104"))

    ledger = enter(SHARED.read_bytes(), officer)

    assert ledger.summary["counts"] == {"new": 77, "update": 0, "duplicate": 2, "refused": 0}
    assert Institution.objects.count() == 77
    told = reasons()
    for words in (
        "备注写搬迁",
        "备注写法人变更",
        "录像只保存 30 天",
        "备注称是示范机构",
        "代码校验位不符",
        "只写到月",
        "“整改中”不是备案状态",
        "在地下或半地下",
        "家庭托育点托位 10 个",
        "单元格有批注",
        "没有金额",
    ):
        assert words in told
    assert (
        Practice.objects.filter(video_days=30).count()
        == Point.objects.filter(reason__startswith="录像只保存 30 天").count()
    )
    claims = str(ledger.summary["points"])
    assert "隐藏列" in claims
    assert "个单元格是文字，公式没有加上" in claims
