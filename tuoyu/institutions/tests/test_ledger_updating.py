"""What a ledger tells of institutions that the register knows."""

from datetime import date
from typing import Any

import pytest
from stdnum.cn import uscc

from tuoyu.core.errors import Refused
from tuoyu.institutions import services as register
from tuoyu.institutions.models import (
    Institution,
    NurseryClass,
    Offering,
    Profile,
    Site,
)
from tuoyu.institutions.services import ledger as services
from tuoyu.institutions.tests.ledgers import (
    enter,
    make_ledger,
    make_officer,
    make_row,
    read,
    reasons,
)
from tuoyu.institutions.tests.make import NOON, make_institution
from tuoyu.org.tests.make import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
TODAY = NOON.date()


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
    known, officer = know(credit_code=sound_code("91410402MA9X00000")), make_officer()
    told = sound_code("91410402MA9X00001")
    ledger = read(make_ledger(make_row(1, 统一社会信用代码=told, 托位数=30)), officer)

    services.choose_row(ledger.rows.get(), "merge", into=known, by=officer, at=NOON)
    services.commit_ledger(ledger, by=officer, at=NOON)

    now = known.profiles.current().get()
    assert (now.credit_code, now.places) == (sound_code("91410402MA9X00000"), 30)


def sound_code(body: str) -> str:
    return body + str(uscc.calc_check_digit(body))


def test_a_ledger_older_than_the_register_does_not_overrule_it() -> None:
    officer = make_officer()
    make_institution(on=date(2026, 5, 1), name="小石榴托育园1", phone="13800000001", places=20)
    title = "新华区托育机构备案台账（截至2026年3月31日）"

    enter(make_ledger(make_row(1), make_row(2), title=title), officer)

    assert Profile.objects.get(name="小石榴托育园1").places == 20
    assert "已有更晚的登记" in reasons()
