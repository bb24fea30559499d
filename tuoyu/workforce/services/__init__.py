"""The deeds about people who work with children."""

from tuoyu.workforce.services.laying import lay_out_staff
from tuoyu.workforce.services.revealing import look_at, reveal

__all__ = ["lay_out_staff", "look_at", "reveal"]
