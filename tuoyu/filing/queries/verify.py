"""Is this paper genuine, and what is its state today? For the public page and everyone."""

from datetime import date
from typing import Any

from tuoyu.core.clock import day_of, now
from tuoyu.filing.models import Document
from tuoyu.filing.queries import payload
from tuoyu.institutions.models import Standing

LONGEST_CODE = 12


def verify(code_or_payload: str) -> dict[str, Any]:
    """What can be said of a check code, a packed payload, or a whole address with both.

    `genuine` is True only when our key signed exactly this and the paper is on our record;
    `state` is one sentence for people; `valid` says whether it has force today.
    """
    code, packed = _apart(code_or_payload)
    opened = payload.unpack(packed) if packed else None
    document = _document(str(opened.payload.get("c", "")) if opened else code)
    found = _facts(document, now().date()) if document else _nothing()
    found["genuine"] = _is_genuine(document, opened, code)
    if not found["genuine"]:
        found |= {"valid": False, "state": _why_not(document, opened)}
    return found | {"checked_at": now(), "said": _said(document, opened)}


def _apart(text: str) -> tuple[str, str]:
    """The code and the packed payload in whatever was given."""
    text = text.strip()
    address, _, packed = text.partition("#")
    if not packed and "." in text and "/" not in text:
        return "", text
    return address.rstrip("/").rpartition("/")[2].upper(), packed


def _document(code: str) -> Document | None:
    if not 0 < len(code) <= LONGEST_CODE:
        return None
    rows = Document.objects.select_related("filing__institution__unit", "filing__unit")
    return rows.filter(code=code).first()


def _is_genuine(document: Document | None, opened: payload.Opened | None, code: str) -> bool:
    if document is None:
        return False
    ours = payload.signed_part(document.payload)
    if opened is None:
        return payload.holds(ours, document.signature)
    return opened.is_genuine and opened.payload == ours and code in ("", document.code)


def _why_not(document: Document | None, opened: payload.Opened | None) -> str:
    if opened is not None and not opened.is_genuine:
        return "签名不符，内容被改动过，不是本市卫生健康部门出具的文书。"
    if document is None:
        return "没有查到这份文书，请核对查验码。"
    return "内容与存档不一致，不是本市卫生健康部门出具的原件。"


def _nothing() -> dict[str, Any]:
    return {"document": None, "institution": None, "standing": "", "revoked": False}


def _facts(document: Document, on: date) -> dict[str, Any]:
    institution = document.filing.institution
    standing = institution.standing_on(on) if institution else None
    revoked = document.revoked_at is not None
    return {
        "document": document,
        "institution": institution,
        "standing": standing.get_status_display() if standing else "",
        "revoked": revoked,
        "valid": not revoked,
        "state": _state(document, standing),
    }


def _state(document: Document, standing: Standing | None) -> str:
    if document.revoked_at is not None:
        day = day_of(document.revoked_at)
        return f"本文书已于 {day} 失效：{document.revoked_why}。"
    if document.kind == Document.Kind.MISMATCH:
        return "本告知书有效，机构应当按告知书改正。"
    if standing is None:
        return "文书有效。"
    return f"文书有效，机构今天的状态是“{standing.get_status_display()}”。"


def _said(document: Document | None, opened: payload.Opened | None) -> dict[str, Any]:
    """What the paper says, under the names of the full payload."""
    if document is not None:
        return {name: document.payload.get(name, "") for name in payload.SHORT.values()}
    if opened is None:
        return {}
    return {name: opened.payload.get(short, "") for short, name in payload.SHORT.items()}
