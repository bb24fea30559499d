"""The lines of the sidebar this room fills."""

from tuoyu.core.menu import CITY, entry
from tuoyu.planning import permissions

entry(CITY, "方案进展", "planning:home", "target-arrow", permissions.READ, 10)
