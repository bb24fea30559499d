"""What may be done with the records of people who work with children."""

from tuoyu.core.guard import action
from tuoyu.org.permissions import Role

READ = action(
    "workforce.read",
    "查看从业人员",
    Role.COUNTY_OFFICER,
    Role.APPROVER,
    Role.CITY_OFFICER,
    Role.HEALTH_WORKER,
    Role.MANAGER,
)
REVEAL = action("workforce.reveal", "查看完整证件号码", Role.COUNTY_OFFICER, Role.MANAGER)
