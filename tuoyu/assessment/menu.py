"""The lines of the sidebar this room fills."""

from tuoyu.assessment import permissions
from tuoyu.core.menu import CITY, SUPERVISION, entry

entry(SUPERVISION, "符合情况", "assessment:city", "clipboard-check", permissions.SURVEY, 40)
entry(SUPERVISION, "证照到期", "assessment:expiry", "calendar-due", permissions.SURVEY, 45)
entry(CITY, "法规与推演", "assessment:shelf", "books", permissions.READ, 30)
