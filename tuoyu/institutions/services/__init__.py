"""The deeds of the register. Each one checks, changes and leaves its trail, or does nothing."""

from tuoyu.institutions.services.laying import lay_out
from tuoyu.institutions.services.life import open_institution, stand

__all__ = ["lay_out", "open_institution", "stand"]
