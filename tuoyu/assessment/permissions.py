"""What may be done with verdicts and with the books behind them."""

from tuoyu.core.guard import action
from tuoyu.org.permissions import OFFICES, Role

READ = action("assessment.read", "查看对照报告", *OFFICES, Role.MANAGER, Role.SUPPORT)
SURVEY = action("assessment.survey", "查看全市符合情况", *OFFICES)
SWEEP = action("assessment.sweep", "发起全市对照", Role.CITY_OFFICER, Role.STANDARDS_OFFICER)
REHEARSE = action("assessment.rehearse", "上传草案并推演", Role.STANDARDS_OFFICER)
