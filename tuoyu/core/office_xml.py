"""XML out of an office file, as sheets and documents carry it."""

from xml.etree import ElementTree

from tuoyu.core.errors import Refused


def parse(content: bytes) -> ElementTree.Element:
    """XML without a document type: nothing an office program writes has one."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Refused("文件里含有不该有的声明，为安全起见没有打开。", status=422)
    try:
        return ElementTree.fromstring(content)
    except ElementTree.ParseError as reason:
        raise Refused("文件已损坏，打不开。请另存一份再上传。", status=422) from reason
