"""The lines of the sidebar this room fills."""

from tuoyu.core.menu import CITY, entry
from tuoyu.statistics import permissions

entry(CITY, "统计数字", "statistics:home", "chart-bar", permissions.READ, 20)
