"""The deeds of filing. Each one checks, changes and leaves its trail, or does nothing."""

from tuoyu.filing.services.closing import publish
from tuoyu.filing.services.deciding import approve, send_back
from tuoyu.filing.services.drafting import (
    Conflict,
    Page,
    add_material,
    remove_material,
    save_draft,
    start_draft,
)
from tuoyu.filing.services.handling import assign, claim, marked, request_correction
from tuoyu.filing.services.judging import judge, lays_out
from tuoyu.filing.services.looking import open_paper
from tuoyu.filing.services.mismatches import notify_mismatch
from tuoyu.filing.services.papers import revoke
from tuoyu.filing.services.receipts import issue_receipt
from tuoyu.filing.services.site_checks import (
    add_site_photo,
    begin_site_check,
    record_site_check,
    save_site_check,
)
from tuoyu.filing.services.submitting import resubmit, submit, withdraw
from tuoyu.filing.services.watching import watch

__all__ = [
    "Conflict",
    "Page",
    "add_material",
    "add_site_photo",
    "approve",
    "assign",
    "begin_site_check",
    "claim",
    "issue_receipt",
    "judge",
    "lays_out",
    "marked",
    "notify_mismatch",
    "open_paper",
    "publish",
    "record_site_check",
    "remove_material",
    "request_correction",
    "resubmit",
    "revoke",
    "save_draft",
    "save_site_check",
    "send_back",
    "start_draft",
    "submit",
    "watch",
    "withdraw",
]
