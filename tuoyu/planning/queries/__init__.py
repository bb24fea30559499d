"""How the city's promises stand, reckoned from the register; nothing here can be typed."""

from tuoyu.planning.queries.progress import Cell, ClauseState, Progress, TargetState, progress

__all__ = ["Cell", "ClauseState", "Progress", "TargetState", "progress"]
