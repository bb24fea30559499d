"""PDF files: no script, no starting of programs, no password."""

import io
import logging
from collections.abc import Iterator
from typing import Any, Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from tuoyu.core.errors import Refused

MOST_OBJECTS: Final = 100_000
HARMFUL_DEEDS: Final = frozenset(("/JavaScript", "/Launch"))
HARMFUL_KEYS: Final = frozenset(("/JS", "/JavaScript"))
# What reading a damaged file may raise, besides pypdf's own: its parser trusts the file.
DAMAGE: Final = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError)

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def check(content: bytes) -> None:
    """Refused when the file cannot be read, is locked, or would run something when opened."""
    try:
        harmful = _named_in_the_open(content) or _runs_something(content)
    except Refused:
        raise
    except (*DAMAGE, RecursionError, OverflowError, OSError) as reason:
        raise Refused(
            "这份 PDF 打不开，可能没有传完整。请在电脑上打开确认，另存一份再上传。", status=422
        ) from reason
    if harmful:
        raise Refused(
            "这份 PDF 里有会自动运行的脚本或程序，不能收。请用“打印为 PDF”另存一份再上传。",
            status=422,
        )


def _named_in_the_open(content: bytes) -> bool:
    """Also in parts that the table of objects no longer lists but a viewer may dig up."""
    return any(name.encode() in content for name in HARMFUL_DEEDS)


def _runs_something(content: bytes) -> bool:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("这份 PDF 有打开密码。请去掉密码再上传。", status=422)
    if not len(reader.pages):
        raise Refused("这份 PDF 一页也没有，请检查后再上传。", status=422)
    return any(_is_harmful(one) for root in _objects(reader) for one in _inside(root))


def _objects(reader: PdfReader) -> Iterator[Any]:
    listed = [(number, generation) for generation, row in reader.xref.items() for number in row]
    packed = [(number, 0) for number in reader.xref_objStm]
    if len(listed) + len(packed) > MOST_OBJECTS:
        raise Refused("这份 PDF 的结构过于复杂，请用“打印为 PDF”另存一份再上传。", status=422)
    for number, generation in listed + packed:
        yield reader.get_object(IndirectObject(number, generation, reader))
    yield reader.trailer


def _inside(root: Any) -> Iterator[DictionaryObject]:
    """The dictionaries written within one object; references lead to objects seen anyway."""
    waiting = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, DictionaryObject):
            yield item
            waiting.extend(item.raw_get(key) for key in item)
        elif isinstance(item, ArrayObject):
            waiting.extend(list.__iter__(item))


def _is_harmful(item: DictionaryObject) -> bool:
    deed = item.raw_get("/S") if "/S" in item else None
    return not HARMFUL_KEYS.isdisjoint(item) or (
        isinstance(deed, NameObject) and deed in HARMFUL_DEEDS
    )
