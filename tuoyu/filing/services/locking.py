"""Taking a filing for one deed, in the state that the deed expects.

Lock alone first, then read: a join made in the locking statement would keep the rows it saw
before it had to wait, so an officer who just took the filing would not show.
"""

from tuoyu.core.errors import Refused
from tuoyu.filing.models import Filing


def lock(filing: Filing, *expected: str) -> Filing:
    """Hold the row for this transaction, or refuse: somebody else may have moved it on."""
    row = hold(filing.pk)
    if row.status not in expected:
        raise Refused(f"这件备案已是“{row.get_status_display()}”，请刷新后再办理。")
    return row


def hold(pk: int) -> Filing:
    """The row as it stands once nobody else is changing it."""
    Filing.objects.select_for_update().filter(pk=pk).values_list("pk").get()
    return Filing.objects.select_related(
        "unit__region", "applicant__region", "institution__unit", "region", "officer"
    ).get(pk=pk)


def keep_for(filing: Filing, officer_id: int) -> None:
    """One officer at a time: whoever else holds it is named."""
    if filing.officer is not None and filing.officer_id != officer_id:
        raise Refused(f"这件备案由{filing.officer.name}承办，请先转办。")
