"""What an institution promises when it files (备案承诺书), in the law's own points.

The law words a promise for filing and, by that, for taking the service up again. Who pauses or
ends it promises what 《托育机构管理规范（试行）》第七条 asks: that everybody is placed first.
"""

from tuoyu.filing.models import Filing

Kind = Filing.Kind
PROMISES = (
    "已知悉托育机构的相关法律、法规、标准和《托育机构基本条件告知书》的内容。",
    "已具备开办托育机构的基本条件。",
    "所填内容和所交材料真实、合法、有效。",
    "依法诚信开展托育服务，不以托育名义从事其他活动，不超出备案范围。",
    "接受卫生健康等部门的指导、监督和检查。",
    "违反承诺的，依法承担责任。",
)
PAUSING = (
    "所填内容真实、有效。",
    "已告知监护人，并安排好在托婴幼儿和工作人员。",
    "暂停期间不收托；恢复服务前先办理恢复。",
    "违反承诺的，依法承担责任。",
)
ENDING = (
    "所填内容真实、有效。",
    "已安置在托婴幼儿和工作人员，结清费用。",
    "注销后不再以托育名义招生、收托。",
    "违反承诺的，依法承担责任。",
)


def promises_of(kind: str) -> tuple[str, ...]:
    """The points to be ticked before that kind of filing is handed in."""
    return {Kind.SUSPENSION.value: PAUSING, Kind.CANCELLATION.value: ENDING}.get(kind, PROMISES)
