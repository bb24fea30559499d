"""Where people start in the register."""

from tuoyu.core.menu import CITY, INSTITUTION, WORK, entry
from tuoyu.institutions import permissions
from tuoyu.org.permissions import OFFICES, Role

entry(
    CITY,
    "机构名册",
    "institutions:register",
    "building-community",
    permissions.READ,
    10,
    roles=OFFICES,
)
entry(WORK, "待核实事项", "institutions:points", "help-circle", permissions.SETTLE, 40)
entry(WORK, "台账导入", "institutions:ledgers", "file-import", permissions.IMPORT, 50)
entry(
    INSTITUTION,
    "登记信息",
    "institutions:register",
    "building-community",
    permissions.READ,
    20,
    roles=(Role.MANAGER,),
)
