"""Words of a ledger that stand for one of a few kinds: legal form, registrar, status, form."""

import re
from functools import lru_cache

from tuoyu.core.sheets.text import fold
from tuoyu.core.sheets.values import Cell, Reading

FORMS = {
    "public_institution": "事业单位",
    "social_service": "社会服务机构（民办非企业单位）",
    "company": "企业",
    "sole_trader": "个体工商户",
}
PUBLIC, SOCIAL, COMPANY, TRADER = FORMS
FOR_PROFIT = frozenset((COMPANY, TRADER))
NON_PROFIT = frozenset((PUBLIC, SOCIAL))

# Order matters: "非营利性" contains "营利性", "民办非企业" contains "企业".
_LEGAL = (
    ("事业", frozenset((PUBLIC,))),
    ("民办非企业", frozenset((SOCIAL,))),
    ("民非", frozenset((SOCIAL,))),
    ("社会服务机构", frozenset((SOCIAL,))),
    ("社会组织", frozenset((SOCIAL,))),
    ("非营利", NON_PROFIT),
    ("非盈利", NON_PROFIT),
    ("个体", frozenset((TRADER,))),
    ("公司", frozenset((COMPANY,))),
    ("企业", frozenset((COMPANY,))),
    ("营利", FOR_PROFIT),
    ("盈利", FOR_PROFIT),
)
_REGISTRARS = (
    ("编办", "establishment_office"),
    ("编制", "establishment_office"),
    ("民政", "civil_affairs"),
    ("市场监", "market_regulation"),
    ("市监", "market_regulation"),
    ("工商", "market_regulation"),
    ("行政审批", "market_regulation"),
)
REGISTERS = {
    "establishment_office": frozenset((PUBLIC,)),
    "civil_affairs": frozenset((SOCIAL,)),
    "market_regulation": FOR_PROFIT,
}
_CODE_FORMS = {"12": PUBLIC, "52": SOCIAL, "91": COMPANY, "92": TRADER}
CODE_WORDS = {
    "11": "机关", "12": "事业单位", "13": "群众团体", "51": "社会团体", "52": "民办非企业单位",
    "53": "基金会", "91": "企业", "92": "个体工商户", "93": "农民专业合作社",
}  # fmt: skip
_STATUS = {
    "filed": "已备案 备案 备案通过 通过备案 备案完成 是",
    "registered": "未备案 待备案 备案中 申请备案 拟备案 未通过备案 否",
    "rectifying": "整改中 整改 限期整改 责令整改",
    "suspended": "暂停 停业 歇业 停办 暂停运营 暂停服务 停业整顿 休业",
    "cancelled": "已注销 注销 备案注销 已关闭 关闭 关停 已关停 撤销",
}
STATUS_LABELS = {
    "filed": "已备案",
    "registered": "未备案",
    "rectifying": "整改中",
    "suspended": "暂停",
    "cancelled": "已注销",
}
# Words that say the place works, not that it has been filed.
_ONLY_OPEN = frozenset(("正常", "在营", "运营中", "正常运营", "营业"))
_STATUS_OF = {word: status for status, words in _STATUS.items() for word in words.split()}
_CARE_FORMS = (
    (re.compile(r"家庭托育"), "family_site"),
    (re.compile(r"综合服务中心"), "comprehensive_centre"),
    (re.compile(r"幼儿园"), "kindergarten_class"),
    (re.compile(r"医院|保健院|卫生院|学校|大学|职工|集团|厂"), "employer"),
    (re.compile(r"社区"), "community"),
)


@lru_cache(maxsize=1_024, typed=True)
def legal_forms(cell: Cell) -> Reading[frozenset[str]]:
    """The legal forms that the words allow: "非营利性" leaves two open."""
    text = fold(cell)
    if not text or text in ("/", "-", "无"):
        return Reading(None, cell)
    found = next((forms for word, forms in _LEGAL if word in text), None)
    if found is None:
        return Reading(None, cell, doubt=f"机构性质“{cell}”认不出来")
    return Reading(found, cell)


@lru_cache(maxsize=1_024, typed=True)
def registrar(cell: Cell) -> Reading[str]:
    text = fold(cell)
    if not text or text in ("/", "-", "无"):
        return Reading(None, cell)
    found = next((kind for word, kind in _REGISTRARS if word in text), None)
    return Reading(
        found, cell, doubt=None if found else f"“{cell}”不是登记机关，应为编办、民政或市场监管"
    )


@lru_cache(maxsize=1_024, typed=True)
def status(cell: Cell) -> Reading[str]:
    text = fold(cell)
    if not text or text in ("/", "-"):
        return Reading(None, cell)
    if text in _ONLY_OPEN:
        return Reading(None, cell, doubt=f"状态“{cell}”只说明在营业，看不出是否已备案")
    found = _STATUS_OF.get(text)
    return Reading(found, cell, doubt=None if found else f"状态“{cell}”认不出来")


def forms_of_code(code: str) -> frozenset[str]:
    """What the first two characters of a credit code allow; nothing for other kinds of body."""
    form = _CODE_FORMS.get(code[:2])
    return frozenset((form,)) if form else frozenset()


def forms_of_name(name: str) -> frozenset[str] | None:
    """What a name says about the legal form; None when it says nothing."""
    if "公司" in name:
        return frozenset((COMPANY,))
    return frozenset((SOCIAL,)) if "民办非企业" in name else None


@lru_cache(maxsize=32_768)
def form_of_care(name: str) -> str | None:
    """The form of care that a name states outright; None when it does not."""
    return next((form for pattern, form in _CARE_FORMS if pattern.search(name)), None)
