"""Makers of plan documents for tests: invented plans in the ways offices number them."""

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from tuoyu.books.plan_reader import read_plan

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

COUNTY = """\
清政办〔2021〕15号
清溪县人民政府办公室
关于印发清溪县促进3岁以下婴幼儿照护服务
发展实施方案的通知
各乡镇人民政府、街道办事处，县直有关单位：
现将方案印发给你们，请认真贯彻落实。
附件：1.清溪县促进3岁以下婴幼儿照护服务发展实施方案
2.任务分工表
清溪县人民政府办公室
2021年3月5日

清溪县促进3岁以下婴幼儿照护服务发展实施方案
（2021—2025年）

根据《关于促进婴幼儿照护服务发展的指导意见》（某办发〔2019〕15号）精神，制定本方案。

第一章 总则
第一条 坚持普惠优先。到2025年底，全县每千人口托位数达到4.5个，普惠托位占比不低于60%。
第二条 各乡镇（街道）至少建成一所托育机构。
责任部门：县卫健委、县民政局；配合单位：各乡镇人民政府（街道办事处）
第二章 任务
第三条 加强设施建设。
（一）新建居住区配建。2022年6月30日前，完成3个小区配建，新增托位200个。
牵头单位:县住建局 责任单位:县自然资源局
（二）用人单位办托。力争2023年上半年，县医院建成1家以上托育机构
（牵头单位：县总工会；配合单位：县卫健委、县妇联等部门；完成时限：2023年9月底前）。
第四条 加大培训力度，“十四五”末培训保育人员不少于1000人次。
2019年，全县已有2家机构。（县人社局牵头，县卫健委和县教体局配合）
"""

CITY = """\
关于加快普惠托育服务体系建设的行动计划
（试行）
发布日期：2024年5月20日  来源：某市卫生健康委员会
结合我市实际，制定本行动计划。
1.总体目标
今年年底前，全市新增普惠托位3000个；2025年，每个区县至少建成1个托育综合服务中心、2家公办托育机构。
2.重点任务
（1）实施公办托育能力提升工程。支持建设公办托育
机构10家，改造托育机构不超过5家。（责任单位：市发展改革委、
市卫生健康委、各区县人民政府）
（2）实施社区嵌入式托育工程。到2024年12月底，每个街道建成1处以上托育点。
(市民政局、市卫生健康委按职责分工负责)
3.保障措施
（1）强化监管。落实《托育机构管理规范》（2019年版），录像不少于90天，每季度查1次。
【责任单位：市市场监管局】
（2）强化宣传。做好政策宣传。
（此件公开发布）
"""

TOWN = """\
某县托育服务三年行动方案
一．工作目标
到2024年底，建成托育机构2～3家。
二．工作任务
1、摸清底数。
（一）开展调查，2022年12月底前完成。
    责任单位：县卫生健康局 县统计局
（二）建立台账。
    责任单位：县卫生健康局
2、扩大供给。2023—2024年，每年新增1个示范点。
责任单位：各镇（街道）、县发改局
三．有关要求
㈠加强领导。成立工作专班。
㈡加强督导。每3个月通报1次，第1次通报在2023年第一季度完成。
某县人民政府办公室
二〇二二年十月十八日
"""


def read(text: str, encoding: str = "utf-8") -> dict[str, Any]:
    return read_plan(text.encode(encoding), "方案.txt")


def clauses(text: str) -> dict[str, dict[str, Any]]:
    """The clauses of a plan by id."""
    return {clause["id"]: clause for clause in read(text)["clauses"]}


def one(text: str, *, issued: str = "2024年1月1日") -> dict[str, Any]:
    """The only clause of a short plan issued on that day."""
    (clause,) = read(f"某市托育工作方案\n{issued}\n一、{text}")["clauses"]
    return dict(clause)


def make_docx(paragraphs: list[tuple[str, int | None]]) -> bytes:
    """A Word document; a paragraph with a level is numbered by Word: 一、 （一） 1．"""
    body = "".join(_paragraph(text, level) for text, level in paragraphs)
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{shape}"/></w:lvl>'
        for n, (kind, shape) in enumerate(
            (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3．"))
        )
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", _xml("document", f"<w:body>{body}</w:body>"))
        archive.writestr("word/numbering.xml", _xml("numbering", numbering))
    return target.getvalue()


def _paragraph(text: str, level: int | None) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'
    style = "" if level is None else f"<w:pPr>{place}</w:pPr>"
    half = len(text) // 2
    runs = "".join(
        f"<w:r><w:t>{escape(part)}</w:t></w:r>" for part in (text[:half], text[half:])
    )
    return f"<w:p>{style}{runs}</w:p>"


def _xml(root: str, inside: str) -> str:
    return f'<?xml version="1.0"?><w:{root} xmlns:w="{_W}">{inside}</w:{root}>'
