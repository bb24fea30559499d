"""Which kinds of filing fit where an institution stands; said in words a manager knows."""

from collections.abc import Mapping

from tuoyu.filing.models import Filing
from tuoyu.institutions.models import Standing

Kind, Standings = Filing.Kind, Standing.Status
# "" is an applicant that is not in the register.
MAY_FILE: Mapping[str, tuple[str, ...]] = {
    Kind.NEW: ("", Standings.REGISTERED),
    Kind.CHANGE: (Standings.FILED, Standings.SUSPENDED),
    Kind.SUSPENSION: (Standings.FILED,),
    Kind.RESUMPTION: (Standings.SUSPENDED,),
    Kind.CANCELLATION: (Standings.FILED, Standings.SUSPENDED, Standings.REGISTERED),
}
WHEN: Mapping[str, str] = {
    Kind.NEW: "登记之后、收托之前办。大约半小时，可以分几次填。",
    Kind.CHANGE: "名称、地址、负责人、服务形式、托位变了就要办。",
    Kind.SUSPENSION: "装修、停业一段时间，先安排好孩子再暂停。",
    Kind.RESUMPTION: "重新收托之前办。",
    Kind.CANCELLATION: "不再办了，先安置孩子和工作人员。",
}


def kinds_for(standing: str) -> list[tuple[str, str, str]]:
    """(kind, its label, when to use it) for each kind that may be filed now."""
    return [
        (kind, Kind(kind).label, WHEN[kind])
        for kind, from_ in MAY_FILE.items()
        if standing in from_
    ]
