"""Reading verdicts: the library of the law, an institution's report, the city's standing."""

from tuoyu.assessment.queries.expiry import expiring, expiry_load
from tuoyu.assessment.queries.report import Finding, Report, report
from tuoyu.assessment.queries.shelf import library

__all__ = ["Finding", "Report", "expiring", "expiry_load", "library", "report"]
