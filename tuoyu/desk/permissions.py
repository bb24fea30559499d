"""What may be done from the desk itself; the rooms guard their own deeds."""

from tuoyu.core.guard import action
from tuoyu.org.permissions import OFFICES, Role

INBOX = action(
    "desk.inbox",
    "查看待办",
    Role.COUNTY_OFFICER,
    Role.APPROVER,
    Role.CITY_OFFICER,
    Role.HEALTH_WORKER,
)
CALENDAR = action(
    "desk.calendar",
    "查看日历",
    Role.COUNTY_OFFICER,
    Role.APPROVER,
    Role.CITY_OFFICER,
    Role.HEALTH_WORKER,
)
SEARCH = action("desk.search", "全库检索", *OFFICES, Role.MANAGER)
