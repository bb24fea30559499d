"""The assessment table (考核表) of a plan, as offices hand it in."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from tuoyu.planning.queries.opened import overdue
from tuoyu.planning.queries.progress import Cell, ClauseState, Progress, TargetState
from tuoyu.statistics.queries import Number
from tuoyu.statistics.queries.display import figure_of, shown

HEADS = (
    "条款",
    "承诺",
    "责任单位",
    "地区",
    "到期日",
    "至少",
    "到期日数",
    "今日数",
    "结论",
)
FONT = "宋体"
UNKNOWN = "待查明"


def lines(standing: Progress) -> list[list[Any]]:
    """Every promise in every place, in the order of the plan."""
    return [
        _line(clause, target, cell)
        for clause in standing.clauses
        for target in clause.targets
        for cell in target.cells
    ]


def _line(clause: ClauseState, target: TargetState, cell: Cell) -> list[Any]:
    own = target.target
    name = cell.name if cell.counted else f"{cell.name}（不计入全市）"
    verdict = "，".join(part for part in (cell.state.label, overdue(cell)) if part)
    numbers = [_figure(cell.number_then), _figure(cell.number)]
    units = "、".join(clause.clause.units)
    return [
        clause.clause.number,
        own.says,
        units,
        name,
        own.due,
        _plain(own.min),
        *numbers,
        verdict,
    ]


def _figure(number: Number | None) -> int | float | str:
    """A number where there is one, else the word for what is known."""
    if number is None:
        return UNKNOWN
    figure = figure_of(number)
    return (shown(number).text or UNKNOWN) if figure is None else figure


def _plain(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def title_of(standing: Progress) -> str:
    return f"{standing.book.head.document}考核表"


def source_of(standing: Progress) -> str:
    """The day and the source, which go with every number."""
    return f"数字由平台按 {standing.on} 的名册算出，到期日数按名册里那天的记录；不能填写。"


def word(standing: Progress) -> bytes:
    """The same table as a Word document, on its side, ready to sign."""
    paper = Document()
    _lay_on_its_side(paper)
    paper.styles["Normal"].font.size = Pt(9)
    paper.styles["Normal"].font.name = FONT
    paper.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    paper.add_heading(title_of(standing), level=1)
    paper.add_paragraph(source_of(standing))
    _table(paper, HEADS, lines(standing))
    paper.add_heading("没有数字的条款", level=2)
    lasting = [clause for clause in standing.clauses if clause.state is None]
    _table(paper, ("条款", "内容", "责任单位", "怎么证明"), map(_without_number, lasting))
    paper.add_paragraph(
        "填报单位（章）：                    负责人：                    日期："
    )
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()


def _without_number(clause: ClauseState) -> Sequence[Any]:
    own = clause.clause
    proofs = "；".join(f"{proof.kind}：{proof.text}" for proof in clause.proofs)
    return own.number, own.heading, "、".join(own.units), proofs or clause.label


def _lay_on_its_side(paper: Any) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width


def _table(paper: Any, heads: Sequence[str], rows: Any) -> None:
    table = paper.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = "" if value is None else str(value)
