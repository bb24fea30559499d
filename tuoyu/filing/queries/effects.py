"""What a deed will do, said before it is done."""

from dataclasses import dataclass

from tuoyu.assessment.queries import Report
from tuoyu.filing.models import Filing

Kind = Filing.Kind


@dataclass(frozen=True, slots=True)
class Deed:
    """A decision with its words: what it is called, what it brings about, what to press."""

    name: str
    title: str
    action: str
    effects: tuple[str, ...]
    done: str = ""
    nothing: str = ""
    danger: bool = False
    wants_clause: bool = False


CORRECTION = Deed(
    name="correct",
    title="一次性告知补正",
    action="发给机构",
    effects=(
        "上面各处一起发给机构，计时从现在起中止，机构交回后接着计。",
        "补正只能一次提全。以后再提同类问题会留痕。",
    ),
    done="补正已一次告知，计时中止。",
    nothing="请先在对照报告里勾选，或写明要补什么。",
)
MISMATCH = Deed(
    name="mismatch",
    title="不符合告知",
    action="出具不符合告知书",
    effects=(
        "出具《不符合告知书》，写明条款和理由，通知机构，并立即向社会公开。",
        "这件备案到此办结，机构改正后可以重新提交。",
    ),
    done="不符合告知已办。",
    nothing="请先勾选不符合的条款。",
    danger=True,
    wants_clause=True,
)
REVOKING = (
    "扫码的人会看到这份文书已失效和原因。",
    "文书仍留存备查，不会删除。",
    "要重新出具，请机构办理变更备案。",
)
AFTER = {
    Kind.SUSPENSION: "机构从申报的日期起转为“暂停”，公众可以看到。",
    Kind.RESUMPTION: "机构从申报的日期起恢复为“已备案”。",
    Kind.CANCELLATION: "机构注销备案，原备案回执失效，扫码能看到已注销。",
}


def receipt_deed(filing: Filing, report: Report | None) -> Deed:
    """The receipt's own words: they depend on kind, county and report."""
    effects = list(_after(filing))
    if report is not None and report.broken:
        effects.append(
            f"对照报告还有 {len(report.broken)} 条不符合。备案不是许可，回执照出；"
            "核实后仍不符合的，在期限内告知并公开。"
        )
    if filing.unit.needs_approval:
        effects.insert(0, "本县两人办理：先提请审批，审批通过后才出具。")
    action = "提请审批" if filing.unit.needs_approval else "出具备案回执"
    return Deed("receipt", "出具备案回执", action, tuple(effects))


def _after(filing: Filing) -> tuple[str, ...]:
    if not filing.is_of_content:
        return ("出具回执，机构马上能下载。", AFTER[Kind(filing.kind)])
    return (
        "出具《备案回执》和《基本条件告知书》，带编号和二维码，机构马上能下载。",
        "申报内容写进名册，公众可以查到。",
        "接下来到现场核实；不符合的，在期限内告知。",
    )
