"""What was found about a row or a sheet, and what becomes of the row."""

from enum import StrEnum
from typing import NamedTuple


class Weight(StrEnum):
    """REFUSE keeps the row out, SETTLE lets it in with a question, INFO only tells."""

    REFUSE = "refuse"
    SETTLE = "settle"
    INFO = "info"


class Outcome(StrEnum):
    NEW = "new"
    UPDATE = "update"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


WEIGHT_LABELS = {Weight.REFUSE: "退回", Weight.SETTLE: "待核实", Weight.INFO: "提示"}


class Point(NamedTuple):
    """One finding at one cell; `column` is a letter, or "" for the row or sheet as a whole."""

    sheet: str
    row: int
    column: str
    field: str
    value: str
    reason: str
    suggestion: str
    weight: Weight


class Place(NamedTuple):
    """A row of the file."""

    sheet: str
    row: int

    def __str__(self) -> str:
        return f"“{self.sheet}”第 {self.row} 行"
