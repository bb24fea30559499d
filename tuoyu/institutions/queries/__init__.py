"""Reading the register."""

from tuoyu.institutions.queries.dossier import dossier_of, papers_on, plain
from tuoyu.institutions.queries.known import known_institutions, ledger_regions

__all__ = ["dossier_of", "known_institutions", "ledger_regions", "papers_on", "plain"]
