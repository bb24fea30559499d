"""The deeds of a ledger: read it, correct its columns, choose for a row, import it, undo it."""

from tuoyu.institutions.services.ledger.choosing import choose_row
from tuoyu.institutions.services.ledger.committing import (
    commit_begun,
    commit_ledger,
    enter_ledger,
)
from tuoyu.institutions.services.ledger.reading import (
    check_size,
    correct_columns,
    judge_again,
    judge_for_reading,
    judge_kept,
    reach_of,
    read_ledger,
)
from tuoyu.institutions.services.ledger.undoing import undo_begun, undo_ledger
from tuoyu.institutions.services.ledger.working import settle_in

__all__ = [
    "check_size",
    "choose_row",
    "commit_begun",
    "commit_ledger",
    "correct_columns",
    "enter_ledger",
    "judge_again",
    "judge_for_reading",
    "judge_kept",
    "reach_of",
    "read_ledger",
    "settle_in",
    "undo_begun",
    "undo_ledger",
]
