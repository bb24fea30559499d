"""What may be done with plans."""

from tuoyu.core.guard import action
from tuoyu.org.permissions import OFFICES, Role

READ = action("planning.read", "查看方案进展与明细", *OFFICES)
READ_IN = action("planning.read_in", "读入方案文件", Role.CITY_OFFICER, Role.STANDARDS_OFFICER)
