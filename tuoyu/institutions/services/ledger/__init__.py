"""The deeds of a ledger: read it, correct its columns, choose for a row, import it, undo it."""

from tuoyu.institutions.services.ledger.choosing import choose_row
from tuoyu.institutions.services.ledger.committing import (
    commit_ledger,
    enter_ledger,
    undo_ledger,
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

__all__ = [
    "check_size",
    "choose_row",
    "commit_ledger",
    "correct_columns",
    "enter_ledger",
    "judge_again",
    "judge_for_reading",
    "judge_kept",
    "reach_of",
    "read_ledger",
    "undo_ledger",
]
