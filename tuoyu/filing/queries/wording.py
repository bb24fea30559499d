"""What an issued paper says: the fields of its form, taken from the filing as it was filed."""

from datetime import date
from typing import Any

from tuoyu.assessment.queries import library
from tuoyu.books import Kind as Book
from tuoyu.core.clock import day_of
from tuoyu.filing.models import Document, Filing
from tuoyu.institutions.models import NurseryClass, Offering, Profile, Site

Kind = Document.Kind
NAMED = (
    "托儿所幼儿园卫生保健管理办法",
    "托儿所、幼儿园建筑设计规范",
    "建筑设计防火规范",
)


def said_in(filing: Filing, kind: str, *, number: str, code: str, on: date) -> dict[str, Any]:
    """Everything the page prints. Names of persons are printed, never put in the QR code."""
    return {
        "kind": str(kind),
        "number": number,
        "code": code,
        "issued_on": on.isoformat(),
        "office": filing.unit.name,
        "filing": filing.number or "",
        "filing_kind": filing.get_kind_display(),
        "filed_on": day_of(filing.submitted_at).isoformat() if filing.submitted_at else "",
        "kind_of": "content" if filing.is_of_content else "closing",
        **_identity(filing),
        **_size(filing),
        **_closing(filing),
        **({"norms": norms(on, filing.form)} if kind == Kind.NOTICE else {}),
    }


def norms(on: date, form: str = "") -> list[str]:
    """The laws and standards a nursery must know, as the annex of 25号 groups them."""
    documents = {book.head.document for book in library().books(Book.STANDARD, on)}
    named = [f"《{name}》" for name in NAMED if name in documents]
    return [
        f"《中华人民共和国未成年人保护法》《建筑法》《消防法》等法律，以及{''.join(named)}。",
        "《家庭托育点管理办法（试行）》。"
        if form == Profile.Form.FAMILY_SITE
        else "《托育机构设置标准（试行）》《托育机构管理规范（试行）》。",
        "提供餐饮服务的，还应当符合《中华人民共和国食品安全法》和相应的食品安全标准。",
        "法律、法规规定的其他条件。",
    ]


def _closing(filing: Filing) -> dict[str, Any]:
    closing = _part(filing, "closing")
    return {name: str(closing.get(name) or "") for name in ("from_on", "until_on", "reason")}


def _identity(filing: Filing) -> dict[str, Any]:
    profile, site = _part(filing, "profile"), _part(filing, "site")
    return {
        "name": filing.title,
        "address": str(site.get("address") or ""),
        "credit_code": str(profile.get("credit_code") or ""),
        "legal_form": label(Profile.LegalForm, profile.get("legal_form")),
        "form": label(Profile.Form, profile.get("form")),
        "registrar": str(
            profile.get("registrar_name") or label(Profile.Registrar, profile.get("registrar"))
        ),
        "representative": str(profile.get("legal_representative") or ""),
        "head": str(profile.get("head_name") or ""),
    }


def _size(filing: Filing) -> dict[str, Any]:
    kinds = [row.get("kind") for row in filing.content.get("offerings", [])]
    return {
        "places": str(_part(filing, "profile").get("places") or ""),
        "services": "、".join(label(Offering.Kind, kind) for kind in kinds if kind),
        "classes": classes_in_words(filing.content.get("classes", [])),
        "tenure": label(Site.Tenure, _part(filing, "site").get("tenure")),
    }


def classes_in_words(rows: list[dict[str, Any]]) -> str:
    """乳儿班 1 个、托小班 2 个."""
    counts: dict[str, int] = {}
    for row in rows:
        name = label(NurseryClass.Kind, row.get("kind"))
        counts[name] = counts.get(name, 0) + 1
    return "、".join(f"{name} {count} 个" for name, count in counts.items() if name)


def label(choices: Any, value: Any) -> str:
    """The words of a choice; as typed when it is none of them."""
    known = dict(choices.choices)
    return str(known.get(value, value or ""))


def _part(filing: Filing, name: str) -> dict[str, Any]:
    return filing.content.get(name) or {}
