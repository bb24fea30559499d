"""Plans read in, and cities with promises kept and broken."""

from typing import Any

from tuoyu.assessment.tests.make import DAY, at, make_officer
from tuoyu.books.plan_reader import read_plan
from tuoyu.org.models import Region, User
from tuoyu.planning import services
from tuoyu.planning.models import PlanDocument

PLAN = """\
叶县人民政府办公室关于印发叶县托育服务实施方案的通知
2026年3月2日

叶县托育服务实施方案

一、总体要求
坚持普惠优先，到2027年底，全县至少建成2家示范托育机构。（责任单位：县卫生健康委、县财政局）
二、主要任务
（一）发展单位办托。2026年年底前，全县至少1家医院或学校在单位内办托。（责任单位：县总工会）
（二）加强宣传。利用各类媒体宣传托育政策。（责任单位：县卫生健康委）
"""

# A table in a text file: its columns parted by tabs.
TABLE = (
    PLAN
    + """\
叶县托育服务任务分工表
序号\t工作任务\t责任单位\t完成时限
1\t利用各类媒体宣传托育政策\t县文广旅局\t2026年9月
2\t组织师资培训\t县教育体育局\t择机
"""
)


def make_document(region: Region, text: str = PLAN, by: User | None = None) -> PlanDocument:
    """A plan read in, waiting to be confirmed."""
    return services.read_in(
        read_plan(text.encode(), "方案.txt"),
        text=text,
        file_name="方案.txt",
        region=region,
        by=by or make_officer(),
        at=at(DAY),
    )


def bound(
    document: PlanDocument, indicator: str = "indicators/demonstration-institutions"
) -> Any:
    """The clauses as found, with the first quantity bound to an indicator."""
    clauses = [dict(clause) for clause in document.reading["clauses"]]
    for clause in clauses:
        clause["targets"] = [dict(target, indicator="") for target in clause["targets"]]
    first = next(clause for clause in clauses if clause["targets"])
    first["targets"][0] |= {"indicator": indicator, "due": "2027-12-31", "per": "city"}
    return clauses


def confirm(document: PlanDocument, **changes: Any) -> PlanDocument:
    """Confirmed as found."""
    given = {
        "head": {"title": document.title, "number": "", "issuer": "叶县人民政府办公室"},
        "issued_on": DAY,
        "clauses": bound(document),
        "by": make_officer(),
        "at": at(DAY),
    }
    return services.confirm(document, **given | changes)
