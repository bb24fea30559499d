"""What may be done with the numbers."""

from tuoyu.core.guard import action
from tuoyu.org.permissions import OFFICES

READ = action("statistics.read", "查看统计数字与明细", *OFFICES)
