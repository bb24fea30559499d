"""A ledger becomes the register in one transaction, and is taken back in one."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import uscc

from tuoyu.core.errors import Refused
from tuoyu.institutions import services as register
from tuoyu.institutions.models import (
    Institution,
    LedgerImport,
    NurseryClass,
    Offering,
    Point,
    Practice,
    Profile,
    Site,
    Standing,
)
from tuoyu.institutions.queries.ledger import found
from tuoyu.institutions.services import ledger as services
from tuoyu.institutions.services.ledger import reading
from tuoyu.institutions.tests.ledgers import HEADS, make_ledger, make_row
from tuoyu.institutions.tests.make import NOON, make_institution
from tuoyu.org.models import Unit, User
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY, make_region, make_unit, make_user
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.ATTACHMENT_STORE = str(tmp_path)


def make_officer(region: str = COUNTY) -> User:
    return make_user(Role.COUNTY_OFFICER, make_unit(region), name="李静")


def read(content: bytes, by: User | None = None, name: str = "台账.xlsx") -> LedgerImport:
    return services.read_ledger(content, name=name, by=by or make_officer(), at=NOON)


def enter(content: bytes, by: User | None = None) -> LedgerImport:
    officer = by or make_officer()
    return services.commit_ledger(read(content, officer), by=officer, at=NOON)


def reasons() -> str:
    return "\n".join(f"{point.field}：{point.reason}" for point in Point.objects.all())


def test_reading_a_ledger_writes_nothing_into_the_register() -> None:
    ledger = read(make_ledger(make_row()))

    assert (ledger.status, ledger.summary["counts"]["new"]) == ("judged", 1)
    assert not Institution.objects.exists()
    assert [entry.deed for entry in Entry.objects.all()] == [
        "attachment.kept",
        "ledger.uploaded",
    ]


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


def test_the_same_ledger_again_changes_nothing() -> None:
    content, officer = make_ledger(make_row(1), make_row(2)), make_officer()
    enter(content, officer)

    again = read(content, officer)

    assert again.summary["counts"] == {"new": 0, "update": 0, "duplicate": 2, "refused": 0}
    with pytest.raises(Refused, match="没有可以导入的行"):
        services.commit_ledger(again, by=officer, at=NOON)


def test_a_row_that_differs_updates_what_it_states_and_leaves_the_rest() -> None:
    officer = make_officer()
    make_institution(
        on=date(2026, 1, 5),
        name="小石榴托育园1",
        phone="13800000001",
        opens_at="07:30",
        places=35,
    )

    enter(make_ledger(make_row(托位数=30)), officer)

    before, after = Profile.objects.order_by("starts_on")
    assert (before.places, before.ends_on) == (35, TODAY)
    assert (after.places, str(after.opens_at)) == (30, "07:30:00")
    assert NurseryClass.objects.count() == 2


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


def test_what_holds_for_many_rows_is_said_once() -> None:
    heads = (*HEADS, "身份证号")
    rows = [[*make_row(n), "410402199003080010"] for n in (1, 2)]

    ledger = read(make_ledger(*rows, heads=heads))

    told = [point[5] for point in ledger.summary["points"]]
    assert "2 家的名称看不出办托形式，按独立托育机构登记" in told
    assert "2 行有身份证号，不写入机构登记" in told
    assert "办托形式" in {one.label for one in found(ledger.summary["points"])}


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


def test_a_name_too_long_for_the_register_is_refused_before_anything_is_written() -> None:
    ledger = read(make_ledger(make_row(1), make_row(2, 机构名称="园" * 121)))

    assert "最多 120 个" in ledger.rows.get(number=2).points[-1][5]


def test_the_same_institution_twice_enters_once() -> None:
    ledger = enter(make_ledger(make_row(1), make_row(1)))

    assert Institution.objects.count() == 1
    assert ledger.rows.get(number=2).institution == Institution.objects.get()


def test_an_officer_does_not_import_for_another_county() -> None:
    ledger = read(make_ledger(make_row()), make_officer("41/4104/410403"))
    make_region(COUNTY)

    ledger = services.judge_again(ledger, by=ledger.uploaded_by, at=NOON)  # type: ignore[arg-type]

    row = ledger.rows.get()
    assert row.outcome == "refused"
    assert "不在您的辖区" in row.points[-1][5]


def test_rows_that_were_left_out_are_not_written() -> None:
    officer = make_officer()
    ledger = read(make_ledger(make_row(1), make_row(2)), officer)
    services.choose_row(ledger.rows.get(number=2), "skip", by=officer, at=NOON)

    services.commit_ledger(ledger, by=officer, at=NOON)

    assert Institution.objects.count() == 1
    assert Entry.objects.filter(deed="ledger.row_chosen").get().detail["choice"] == "skip"


def test_a_row_may_be_merged_with_a_registered_institution() -> None:
    officer = make_officer()
    known = make_institution(on=date(2026, 1, 5), name="石榴宝宝之家", phone="", places=20)
    ledger = read(make_ledger(make_row()), officer)

    services.choose_row(ledger.rows.get(), "merge", into=known, by=officer, at=NOON)
    services.commit_ledger(ledger, by=officer, at=NOON)

    assert Institution.objects.count() == 1
    now = known.profiles.current().get()
    assert (now.name, now.places) == ("石榴宝宝之家", 35)


def test_a_repeated_row_may_be_held_for_another_institution() -> None:
    officer = make_officer()
    ledger = read(make_ledger(make_row(1), make_row(1)), officer)

    services.choose_row(ledger.rows.get(number=2), "apart", by=officer, at=NOON)
    services.commit_ledger(ledger, by=officer, at=NOON)

    assert Institution.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "choice", "words"),
    [
        ({"托位数": "若干"}, "skip", "已退回"),
        ({}, "merge", "请选要并入哪家"),
        ({}, "nonsense", "没有这样的处理"),
    ],
)
def test_choices_that_make_no_sense_are_refused(
    cells: dict[str, Any], choice: str, words: str
) -> None:
    officer = make_officer()
    ledger = read(make_ledger(make_row(**cells)), officer)

    with pytest.raises(Refused, match=words):
        services.choose_row(ledger.rows.get(), choice, by=officer, at=NOON)


def test_a_row_is_not_merged_across_counties() -> None:
    officer = make_officer()
    far = make_institution(region="41/4104/410403")
    ledger = read(make_ledger(make_row()), officer)

    with pytest.raises(Refused, match="另一个县"):
        services.choose_row(ledger.rows.get(), "merge", into=far, by=officer, at=NOON)


def test_a_register_that_moved_asks_for_another_look() -> None:
    officer = make_officer()
    content = make_ledger(make_row(1))
    first, second = read(content, officer), read(content, officer)
    services.commit_ledger(first, by=officer, at=NOON)

    with pytest.raises(Refused, match="判读之后登记册有了变动，1 行"):
        services.commit_ledger(second, by=officer, at=NOON)

    assert Institution.objects.count() == 1


def test_a_ledger_is_imported_once() -> None:
    officer = make_officer()
    ledger = enter(make_ledger(make_row()), officer)

    with pytest.raises(Refused, match="现在是“已导入”"):
        services.commit_ledger(ledger, by=officer, at=NOON)


def test_undoing_brings_the_register_back_as_it_was() -> None:
    officer = make_officer()
    known = make_institution(
        on=date(2026, 1, 5), name="小石榴托育园1", phone="13800000001", places=20
    )
    before = list(Profile.objects.values())
    ledger = enter(make_ledger(make_row(1), make_row(2)), officer)
    assert Institution.objects.count() == 2

    services.undo_ledger(ledger, by=officer, at=NOON)

    assert list(Profile.objects.values()) == before
    assert Institution.objects.get() == known
    assert Unit.objects.filter(kind="institution").count() == 1
    assert not Point.objects.exists()
    assert Entry.objects.filter(deed="ledger.undone").get().detail["institutions"] == 2


def test_undoing_restores_what_was_corrected_on_the_day_itself() -> None:
    officer = make_officer()
    make_institution(on=TODAY, name="小石榴托育园1", phone="13800000001", places=20)
    ledger = enter(make_ledger(make_row(1)), officer)
    assert Profile.objects.get().places == 35

    services.undo_ledger(ledger, by=officer, at=NOON)

    profile = Profile.objects.get()
    assert (profile.places, profile.carers_declared) == (20, None)


def test_what_was_built_upon_is_not_taken_back() -> None:
    officer = make_officer()
    ledger = enter(make_ledger(make_row()), officer)
    register.stand(
        Institution.objects.get(), "suspended", on=TODAY, reason="装修", by=officer, at=NOON
    )

    with pytest.raises(Refused, match="“小石榴托育园1”已有后续办理"):
        services.undo_ledger(ledger, by=officer, at=NOON)

    assert Institution.objects.exists()


def test_a_settled_point_holds_the_import() -> None:
    officer = make_officer()
    ledger = enter(make_ledger(make_row(备注="搬迁")), officer)
    register.settle(Point.objects.all()[0], outcome="未搬迁", by=officer, at=NOON)

    with pytest.raises(Refused, match="不能整份撤回"):
        services.undo_ledger(ledger, by=officer, at=NOON)


def test_a_later_ledger_holds_an_earlier_one() -> None:
    officer = make_officer()
    first = enter(make_ledger(make_row(1)), officer)
    later = NOON.replace(hour=15)
    second = services.read_ledger(
        make_ledger(make_row(1, 托位数=20)), name="b.xlsx", by=officer, at=later
    )
    services.commit_ledger(second, by=officer, at=later)

    with pytest.raises(Refused, match="后来的台账"):
        services.undo_ledger(first, by=officer, at=later)


def know(**profile: Any) -> Institution:
    """A registered institution that the first row of a ledger tells of."""
    legal = {"name": "小石榴托育园1", "phone": "13800000001"}
    return make_institution(on=date(2026, 1, 5), **legal | profile)


@pytest.mark.parametrize(
    ("before", "told", "after", "words"),
    [
        ("registered", "已备案", "filed", ""),
        ("filed", "暂停", "suspended", ""),
        ("filed", "已注销", "cancelled", ""),
        ("filed", "整改中", "filed", "“整改中”不是备案状态"),
        ("filed", "未备案", "filed", "台账写“已登记未备案”，登记册是“已备案”"),
    ],
)
def test_a_ledger_moves_a_known_institution_only_forward(
    before: str, told: str, after: str, words: str
) -> None:
    institution = know(status=before)

    ledger = enter(make_ledger(make_row(1, 状态=told)))

    assert institution.standing_on(TODAY).status == after  # type: ignore[union-attr]
    assert words in reasons()
    services.undo_ledger(ledger, by=make_officer(), at=NOON)
    assert institution.standing_on(TODAY).status == before  # type: ignore[union-attr]
    assert institution.standings.count() == 1


def test_a_cancelled_institution_is_not_revived_by_a_ledger() -> None:
    institution = know()
    register.stand(
        institution, "cancelled", on=date(2026, 2, 1), reason="停办", by=make_user(), at=NOON
    )

    enter(make_ledger(make_row(1)))

    assert institution.standing_on(TODAY).status == "cancelled"  # type: ignore[union-attr]
    assert "登记册是“已注销”，没有改状态" in reasons()


def test_classes_that_an_institution_named_are_not_replaced_by_counts() -> None:
    know()

    enter(make_ledger(make_row(1, 托小班=3)))

    assert NurseryClass.objects.count() == 2
    assert "台账写托小班 3 个、托大班 1 个，登记册是托小班 1 个、托大班 1 个" in reasons()


def test_a_ledger_fills_what_the_register_did_not_know() -> None:
    content: dict[str, Any] = {"profile": {"form": "independent"}}
    make_institution(
        on=date(2026, 1, 5), content=content, name="小石榴托育园1", phone="13800000001"
    )

    code = sound_code("91410402MA40A0001")

    enter(make_ledger(make_row(1, 统一社会信用代码=code)))

    profile = Profile.objects.current().get()
    assert NurseryClass.objects.count() == 2
    assert (Site.objects.get().address, Offering.objects.get().price_fen) == (
        "平顶山市新华区建设路 1 号",
        168_000,
    )
    assert profile.credit_code == code


def test_a_code_already_registered_is_not_overwritten() -> None:
    know(credit_code=sound_code("91410402MA9X00000"))

    enter(make_ledger(make_row(1, 统一社会信用代码=sound_code("91410402MA9X00001"))))

    codes = set(Profile.objects.values_list("credit_code", flat=True))
    assert sound_code("91410402MA9X00000") in codes


def sound_code(body: str) -> str:
    return body + str(uscc.calc_check_digit(body))


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


def test_a_file_lost_from_the_store_fails_the_judging_in_words(monkeypatch: Any) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    officer = make_officer()
    ledger = read(make_ledger(make_row(1), make_row(2)), officer)

    def lost(*args: object) -> None:
        raise Refused("附件在存储里找不到了")

    monkeypatch.setattr(reading, "open_attachment", lost)
    services.judge_kept(ledger, at=NOON)

    ledger.refresh_from_db()
    assert (ledger.status, ledger.problem) == ("failed", "附件在存储里找不到了")
    services.judge_kept(ledger, at=NOON)
    assert LedgerImport.objects.get().status == "failed"


def test_who_holds_no_post_for_it_imports_nothing() -> None:
    with pytest.raises(Refused, match="不能导入台账"):
        read(make_ledger(make_row()), make_user(Role.LEADER, make_unit(COUNTY)))


def test_an_undone_ledger_is_not_undone_again() -> None:
    officer = make_officer()
    ledger = enter(make_ledger(make_row()), officer)
    services.undo_ledger(ledger, by=officer, at=NOON)

    with pytest.raises(Refused, match="已撤回"):
        services.undo_ledger(ledger, by=officer, at=NOON)


def test_nothing_is_half_written_when_the_writing_fails(monkeypatch: Any) -> None:
    officer = make_officer()
    ledger = read(make_ledger(make_row(1), make_row(2)), officer)

    def fall(*args: object, **rest: object) -> None:
        raise RuntimeError("the line is cut")

    monkeypatch.setattr("tuoyu.institutions.services.ledger.pointing.Points.bind", fall)
    with pytest.raises(RuntimeError):
        services.commit_ledger(ledger, by=officer, at=NOON)

    ledger.refresh_from_db()
    assert ledger.status == "judged"
    assert not Institution.objects.exists()
    assert not Entry.objects.filter(deed="ledger.committed").exists()


def test_columns_put_right_by_hand_judge_every_row_anew() -> None:
    officer = make_officer()
    heads = [*HEADS[:8], "规模情况", *HEADS[9:]]
    ledger = read(make_ledger(make_row(), heads=heads), officer)

    ledger = services.correct_columns(ledger, {"台账": {"I": "places"}}, by=officer, at=NOON)
    services.commit_ledger(ledger, by=officer, at=NOON)

    assert Profile.objects.get().places == 35
    assert Entry.objects.filter(deed="ledger.columns_corrected").exists()


def test_a_field_that_does_not_exist_is_refused() -> None:
    officer = make_officer()
    ledger = read(make_ledger(make_row()), officer)

    with pytest.raises(Refused, match="没有“wishes”"):
        services.correct_columns(ledger, {"台账": {"I": "wishes"}}, by=officer, at=NOON)


def test_a_ledger_older_than_the_register_does_not_overrule_it() -> None:
    officer = make_officer()
    make_institution(on=date(2026, 5, 1), name="小石榴托育园1", phone="13800000001", places=20)
    title = "新华区托育机构备案台账（截至2026年3月31日）"

    enter(make_ledger(make_row(1), make_row(2), title=title), officer)

    assert Profile.objects.get(name="小石榴托育园1").places == 20
    assert "已有更晚的登记" in reasons()


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


def test_an_identity_number_in_a_ledger_stays_masked(monkeypatch: Any) -> None:
    heads = (*HEADS, "身份证号")

    ledger = read(make_ledger([*make_row(1), "410402199003080011"], heads=heads))

    assert "410402199003080011" not in str(ledger.rows.values())
    assert "410402199003080011" not in str(ledger.summary)


def test_a_long_file_is_judged_by_the_worker(monkeypatch: Any) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    officer = make_officer()
    ledger = read(make_ledger(make_row(1), make_row(2)), officer)
    assert ledger.status == "judging"

    services.judge_kept(ledger, at=NOON)

    ledger.refresh_from_db()
    assert (ledger.status, ledger.done, ledger.rows.count()) == ("judged", 2, 2)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"MZ\x90\x00" + b"\x00" * 200, "这是程序"),
        (b"%PDF-1.7 /JavaScript", "PDF"),
        (b"PK\x03\x04 broken", "已损坏|打不开"),
        (b"<html><table></table></html>", "网页表格"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(content)

    assert not LedgerImport.objects.exists()


def test_two_hundred_megabytes_are_refused_before_they_are_read() -> None:
    with pytest.raises(Refused, match="台账最大 20 MB"):
        read(b"\x00" * (200 * 1024 * 1024))


def test_a_table_far_larger_than_its_file_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * (400 * 1024 * 1024))

    with pytest.raises(Refused):
        read(packed.getvalue())

    assert not LedgerImport.objects.exists()


@pytest.mark.parametrize(("suffix", "content"), [("csv", "gb18030"), ("csv", "utf-8")])
def test_a_table_saved_as_text_is_read_as_well(suffix: str, content: str) -> None:
    lines = [",".join(HEADS), ",".join(str(cell) for cell in make_row(1))]

    ledger = read("\n".join(lines).encode(content), name=f"台账.{suffix}")

    assert ledger.summary["counts"]["new"] == 1
    assert ledger.attachment.file_name == "台账.csv"


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
