"""Which deeds stand open to whom: by the state of a filing, its officer and one's own post."""

import pytest

from tuoyu.filing import services
from tuoyu.filing.models import Filing
from tuoyu.filing.queries.powers import powers_of
from tuoyu.filing.tests.make import MORNING, make_filing, make_office, make_officer
from tuoyu.org.models import User
from tuoyu.org.permissions import Role

pytestmark = pytest.mark.django_db
Status = Filing.Status


def open_deeds(filing: Filing, user: User) -> set[str]:
    found = powers_of(filing, User.objects.get(pk=user.pk))
    return {name for name in found.__slots__ if getattr(found, name)}


def put(status: str, *, officer: User | None = None, kind: str = Filing.Kind.NEW) -> Filing:
    """A filing as it would be shown in that state."""
    filing = make_filing()
    filing.status, filing.officer, filing.kind = status, officer, kind
    return filing


@pytest.mark.parametrize(
    ("status", "deeds"),
    [
        (Status.SUBMITTED, {"assign", "correct", "receipt", "mismatch"}),
        (Status.CORRECTING, {"assign"}),
        (Status.APPROVING, {"assign"}),
        (Status.RECEIPTED, {"assign", "mismatch", "visit"}),
        (Status.CHECKED, {"assign", "publish"}),
        (Status.PUBLISHED, set()),
        (Status.MISMATCHED, set()),
        (Status.WITHDRAWN, set()),
    ],
)
def test_what_its_officer_may_do_follows_the_state(status: str, deeds: set[str]) -> None:
    officer = make_officer()

    assert open_deeds(put(status, officer=officer), officer) == deeds


def test_what_nobody_has_taken_may_be_taken_or_answered_at_once() -> None:
    filing = put(Status.SUBMITTED)

    deeds = {"claim", "assign", "correct", "receipt", "mismatch"}
    assert open_deeds(filing, make_officer()) == deeds


def test_what_a_colleague_holds_may_only_be_passed_on() -> None:
    filing = put(Status.SUBMITTED, officer=make_officer())

    assert open_deeds(filing, make_officer()) == {"assign"}


def test_a_pause_is_held_against_no_norm() -> None:
    officer = make_officer()
    filing = put(Status.SUBMITTED, officer=officer, kind=Filing.Kind.SUSPENSION)

    assert "mismatch" not in open_deeds(filing, officer)


@pytest.mark.parametrize("role", [Role.COUNTY_OFFICER, Role.APPROVER, Role.HEALTH_WORKER])
@pytest.mark.parametrize("status", Status.values)
def test_another_county_may_do_nothing(role: Role, status: str) -> None:
    stranger = make_officer("41/4104/410403", role=role)
    filing = services.claim(make_filing(), by=make_officer(), at=MORNING)
    filing.status = status

    assert open_deeds(filing, stranger) == set()


def test_a_proposal_is_answered_by_an_approver_who_did_not_make_it() -> None:
    make_office(needs_approval=True)
    officer = make_officer()
    filing = services.issue_receipt(make_filing(), by=officer, at=MORNING)
    approver = make_officer(role=Role.APPROVER)
    assert "approve" in open_deeds(filing, approver)

    filing.decisions.update(proposed_by=approver)
    assert "approve" not in open_deeds(filing, approver)


def test_an_answered_proposal_does_not_shut_its_maker_out_of_the_next() -> None:
    make_office(needs_approval=True)
    filing = services.issue_receipt(make_filing(), by=make_officer(), at=MORNING)
    approver, other = make_officer(role=Role.APPROVER), make_officer(role=Role.APPROVER)
    filing = services.send_back(filing, answer="请核对租期", by=other, at=MORNING)
    filing.decisions.update(proposed_by=approver)
    assert filing.officer is not None

    filing = services.issue_receipt(filing, by=filing.officer, at=MORNING)

    assert "approve" in open_deeds(filing, approver)
