"""The first administrators come from the command line, everyone else from them."""

from io import StringIO

import pytest
from django.core.management import call_command

from tuoyu.core.errors import Refused
from tuoyu.org.models import User
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import CITY, make_unit, make_user
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db


def _appoint(role: str, account: str = "first") -> str:
    out = StringIO()
    call_command("appoint", role, account, "孙管理", stdout=out)
    return out.getvalue()


def test_the_first_of_each_kind_is_appointed_with_a_one_time_password() -> None:
    make_unit(CITY, department="health")

    said = _appoint(Role.SECURITY_ADMIN)

    user = User.objects.get(username="first")
    assert user.has_role(Role.SECURITY_ADMIN)
    assert user.check_password(said.strip().rpartition(" ")[2])
    deeds = [entry.deed for entry in Entry.objects.all()]
    assert deeds == ["person.account_opened", "grant.given"]


def test_one_of_another_kind_or_one_who_left_does_not_stand_in_the_way() -> None:
    make_unit(CITY, department="health")
    make_user(Role.AUDIT_ADMIN)
    make_user(Role.SECURITY_ADMIN, is_active=False)

    _appoint(Role.SECURITY_ADMIN)

    assert User.objects.get(username="first").has_role(Role.SECURITY_ADMIN)


def test_a_second_one_is_appointed_on_screen() -> None:
    make_unit(CITY, department="health")
    make_user(Role.SECURITY_ADMIN)

    with pytest.raises(Refused, match="请由安全管理员在系统里授予"):
        _appoint(Role.SECURITY_ADMIN)


@pytest.mark.parametrize(
    ("role", "words"), [(Role.LEADER, "三员之一"), (Role.AUDIT_ADMIN, "seed_reference")]
)
def test_what_cannot_be_appointed_leaves_nothing(role: Role, words: str) -> None:
    with pytest.raises(Refused, match=words):
        _appoint(role)
    assert not User.objects.exists()
