"""Where people start in this room."""

from tuoyu.core.menu import CITY, INSTITUTION, entry
from tuoyu.org.permissions import OFFICES, Role
from tuoyu.workforce import permissions

entry(CITY, "从业人员", "workforce:staff", "users", permissions.READ, 20, roles=OFFICES)
entry(
    INSTITUTION,
    "从业人员",
    "workforce:staff",
    "users",
    permissions.READ,
    30,
    roles=(Role.MANAGER,),
)
