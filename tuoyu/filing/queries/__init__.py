"""Reading filings: what they hold, where they stand, and whether a paper is genuine."""

from tuoyu.filing.queries.publicity import mismatches_of, public_papers, receipt_of
from tuoyu.filing.queries.verify import verify

__all__ = ["mismatches_of", "public_papers", "receipt_of", "verify"]
