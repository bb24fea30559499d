"""One sample paper that stands for every scan of the demo city; it says so itself."""

import io
from datetime import datetime

import typst

from tuoyu.core.typefaces import typefaces
from tuoyu.records.models import Attachment
from tuoyu.records.services import CLOCKWORK, keep_attachment

SAMPLE = """
#set page(paper: "a4", margin: 3cm)
#set text(size: 16pt, font: "Noto Sans SC")
#align(center)[#text(size: 26pt)[演示材料]]
#v(2cm)
这一页代替示范城市里所有上传的扫描件。机构、人员、编号均为虚构，没有任何效力。
"""


def sample_page() -> bytes:
    """The sample as PDF."""
    page = typst.compile(SAMPLE.encode(), font_paths=typefaces())
    assert isinstance(page, bytes)
    return page


def sample_paper(at: datetime) -> Attachment:
    """Keep the sample; the same content lies in the store once."""
    return keep_attachment(io.BytesIO(sample_page()), name="演示材料.pdf", by=CLOCKWORK, at=at)
