"""The deeds of the register. Each one checks, changes and leaves its trail, or does nothing."""

from tuoyu.institutions.services.demonstrations import end_demonstration, name_demonstration
from tuoyu.institutions.services.laying import lay_out
from tuoyu.institutions.services.life import open_institution, stand
from tuoyu.institutions.services.settling import settle

__all__ = [
    "end_demonstration",
    "lay_out",
    "name_demonstration",
    "open_institution",
    "settle",
    "stand",
]
