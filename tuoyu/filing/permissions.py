"""What may be done with filings, and by whom. A city never files: it only watches."""

from tuoyu.core.guard import action
from tuoyu.org.permissions import Role

READ = action(
    "filing.read",
    "查看备案",
    Role.COUNTY_OFFICER,
    Role.APPROVER,
    Role.CITY_OFFICER,
    Role.HEALTH_WORKER,
    Role.MANAGER,
    Role.SUPPORT,
)
REVIEW = action(
    "filing.review",
    "打开备案办理页",
    Role.COUNTY_OFFICER,
    Role.APPROVER,
    Role.CITY_OFFICER,
    Role.HEALTH_WORKER,
    Role.SUPPORT,
)
APPLY = action("filing.apply", "填报备案", Role.MANAGER)
HANDLE = action("filing.handle", "办理备案", Role.COUNTY_OFFICER)
APPROVE = action("filing.approve", "审批备案文书", Role.APPROVER)
CHECK_SITE = action("filing.check_site", "现场核实", Role.COUNTY_OFFICER, Role.HEALTH_WORKER)
REVOKE = action("filing.revoke", "作废备案文书", Role.APPROVER)
