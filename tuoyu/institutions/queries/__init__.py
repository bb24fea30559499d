"""Reading the register."""

from tuoyu.institutions.queries.dossier import dossier_of, papers_on, plain
from tuoyu.institutions.queries.known import (
    digest_of_known,
    known_institutions,
    ledger_counties,
    ledger_regions,
)

__all__ = [
    "digest_of_known",
    "dossier_of",
    "known_institutions",
    "ledger_counties",
    "ledger_regions",
    "papers_on",
    "plain",
]
