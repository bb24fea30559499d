"""The roles of the city, and what may be done in this room."""

from django.db import models

from tuoyu.core.guard import action


class Role(models.TextChoices):
    """A post that a person holds in a unit (岗位)."""

    COUNTY_OFFICER = "county_officer", "县级备案经办"
    APPROVER = "approver", "县级审批"
    CITY_OFFICER = "city_officer", "市级综合监督"
    STANDARDS_OFFICER = "standards_officer", "法规标准管理"
    LEADER = "leader", "分管领导"
    DEPARTMENT = "department", "成员单位"
    HEALTH_WORKER = "health_worker", "妇幼保健与疾控"
    MANAGER = "manager", "机构负责人"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"
    SUPPORT = "support", "运行支持"


# System, security and audit administration are kept apart (三员分立): no one person may
# both give rights and read the trail of rights given.
APART = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
OFFICES = (
    Role.COUNTY_OFFICER,
    Role.APPROVER,
    Role.CITY_OFFICER,
    Role.STANDARDS_OFFICER,
    Role.LEADER,
    Role.DEPARTMENT,
    Role.HEALTH_WORKER,
)

READ_PEOPLE = action(
    "org.read_people", "查看人员与岗位", Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN
)
KEEP_PEOPLE = action("org.keep_people", "维护人员账号", Role.SYSTEM_ADMIN)
GRANT = action("org.grant", "授予与收回岗位", Role.SECURITY_ADMIN)
READ_TRAIL = action("org.read_trail", "查看留痕", Role.AUDIT_ADMIN)
ACT_AS = action("org.act_as", "代为操作（限时留痕）", Role.SUPPORT)
OPEN_ENTRANCE = action(
    "org.open_entrance", "给机构开通账号", Role.COUNTY_OFFICER, Role.CITY_OFFICER
)
KEEP_REGIONS = action("org.keep_regions", "维护区划与单位", Role.SYSTEM_ADMIN)
