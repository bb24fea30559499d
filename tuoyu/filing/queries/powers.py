"""Which deeds the page offers to this person now; the services judge again."""

from dataclasses import dataclass

from tuoyu.core.guard import Action
from tuoyu.filing import permissions
from tuoyu.filing.models import Decision, Filing
from tuoyu.org.models import User

Status = Filing.Status


@dataclass(frozen=True, slots=True)
class Powers:
    claim: bool = False
    assign: bool = False
    correct: bool = False
    receipt: bool = False
    mismatch: bool = False
    approve: bool = False
    visit: bool = False
    publish: bool = False
    revoke: bool = False

    @property
    def any(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)

    @property
    def ticks(self) -> bool:
        """Are there points to be ticked?"""
        return self.correct or self.mismatch


def powers_of(filing: Filing, user: User) -> Powers:
    handles = Filing.objects.visible_to(user, permissions.HANDLE).filter(pk=filing.pk).exists()
    mine = handles and filing.officer_id in (None, user.pk)
    at = filing.status
    return Powers(
        claim=handles and filing.officer_id is None and at in Filing.IN_HAND,
        assign=handles and at in Filing.IN_HAND,
        correct=mine and at == Status.SUBMITTED,
        receipt=mine and at == Status.SUBMITTED,
        mismatch=mine and filing.is_of_content and at in (Status.SUBMITTED, Status.RECEIPTED),
        approve=at == Status.APPROVING and _may_approve(filing, user),
        visit=at == Status.RECEIPTED and _within(filing, user, permissions.CHECK_SITE),
        publish=handles and at == Status.CHECKED,
        revoke=_within(filing, user, permissions.REVOKE),
    )


def _may_approve(filing: Filing, user: User) -> bool:
    """Two eyes: whoever proposed does not approve."""
    own = Decision.objects.filter(filing=filing, decided_at=None, proposed_by=user)
    return _within(filing, user, permissions.APPROVE) and not own.exists()


def _within(filing: Filing, user: User, action: Action) -> bool:
    return Filing.objects.visible_to(user, action).filter(pk=filing.pk).exists()
