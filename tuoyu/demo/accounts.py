"""One account for each role, all plainly invented, with one password for all."""

from dataclasses import dataclass
from datetime import date

from tuoyu.institutions.models import Institution
from tuoyu.org.models import Grant, Unit, User
from tuoyu.org.permissions import Role

PASSWORD = "tuoyu-demo-2026"
COUNTY, CITY = "410402", "4104"
NEWCOMER = "newcomer"


@dataclass(frozen=True, slots=True)
class Account:
    """Who signs in with what, and what they see."""

    username: str
    name: str
    role: Role
    region: str = COUNTY
    department: str = "health"


ACCOUNTS = (
    Account("officer", "示例林经办", Role.COUNTY_OFFICER),
    Account("officer2", "示例陈经办", Role.COUNTY_OFFICER),
    Account("approver", "示例周审批", Role.APPROVER),
    Account("city", "示例孙监督", Role.CITY_OFFICER, CITY),
    Account("standards", "示例吴标准", Role.STANDARDS_OFFICER, CITY),
    Account("leader", "示例郑领导", Role.LEADER, CITY, "government"),
    Account("education", "示例冯科员", Role.DEPARTMENT, CITY, "education"),
    Account("health", "示例褚保健", Role.HEALTH_WORKER, COUNTY, "maternal_child"),
    Account("sysadmin", "示例卫系统", Role.SYSTEM_ADMIN, CITY),
    Account("secadmin", "示例蒋安全", Role.SECURITY_ADMIN, CITY),
    Account("audit", "示例沈审计", Role.AUDIT_ADMIN, CITY),
    Account("support", "示例韩支持", Role.SUPPORT, CITY),
)


def lay_accounts(today: date) -> dict[str, User]:
    """Make the accounts that are not there yet; gives them by username."""
    _reachable_offices()
    made = {account.username: _officer(account, today) for account in ACCOUNTS}
    manager = _user("manager", "示例杨园长")
    filed = Institution.objects.filter(
        county__code=COUNTY,
        standings__status="filed",
        standings__ends_on=None,
        profiles__form="independent",
    ).order_by("pk")
    institution = filed.first()
    if institution is not None:
        _grant(manager, institution.unit, Role.MANAGER, today)
    return made | {"manager": manager}


def _reachable_offices() -> None:
    """Invented numbers and addresses for those who file, where none stand yet."""
    offices = Unit.objects.filter(department="health", kind=Unit.Kind.AUTHORITY, phone="")
    for number, office in enumerate(offices.order_by("region__code"), start=1):
        office.phone, office.address = f"0375-00020{number:02d}", f"示例政务路 {number} 号"
        office.save(update_fields=["phone", "address"])


def newcomer(username: str, name: str, unit: Unit, today: date) -> User:
    """The manager of an institution that is about to file for the first time."""
    user = _user(username, name)
    _grant(user, unit, Role.MANAGER, today)
    return user


def _officer(account: Account, today: date) -> User:
    user = _user(account.username, account.name)
    unit = Unit.objects.get(
        region__code=account.region, department=account.department, is_closed=False
    )
    _grant(user, unit, account.role, today)
    return user


def _user(username: str, name: str) -> User:
    """The demo password is public, so it is not a temporary one."""
    found = User.objects.filter(username=username).first()
    if found is None:
        found = User(username=username, name=name)
        found.set_password(PASSWORD)
        found.save()
    return found


def _grant(user: User, unit: Unit, role: Role, today: date) -> None:
    Grant.objects.get_or_create(
        user=user, unit=unit, role=role, defaults={"starts_on": date(today.year - 1, 1, 1)}
    )
