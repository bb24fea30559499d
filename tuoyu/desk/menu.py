"""The lines of the sidebar the desk fills."""

from tuoyu.core.menu import INSTITUTION, WORK, entry
from tuoyu.desk import permissions
from tuoyu.desk.queries.inbox import in_reach
from tuoyu.filing import permissions as filing

entry(
    WORK,
    "待办",
    "desk:inbox",
    "inbox",
    permissions.INBOX,
    10,
    count=lambda u: in_reach(u).count(),
)
entry(WORK, "日历", "desk:calendar", "calendar", permissions.CALENDAR, 12)
entry(INSTITUTION, "我的机构", "desk:home", "home-heart", filing.APPLY, 10)
