"""What may be done in the register."""

from tuoyu.core.guard import action
from tuoyu.org.permissions import OFFICES, Role

READ = action("institutions.read", "查看机构名册", *OFFICES, Role.MANAGER, Role.SUPPORT)
IMPORT = action("institutions.import", "导入备案台账", Role.COUNTY_OFFICER, Role.CITY_OFFICER)
KEEP = action("institutions.keep", "维护机构登记信息", Role.COUNTY_OFFICER, Role.CITY_OFFICER)
SETTLE = action("institutions.settle", "核实待核实事项", Role.COUNTY_OFFICER, Role.CITY_OFFICER)
NAME_DEMONSTRATION = action(
    "institutions.name_demonstration", "认定示范机构", Role.COUNTY_OFFICER, Role.CITY_OFFICER
)
