"""Whether a row's own evidence agrees on what kind of body this is."""

from functools import lru_cache

from tuoyu.core.ledger.categories import (
    CODE_WORDS,
    FORMS,
    REGISTERS,
    forms_of_code,
    forms_of_name,
)
from tuoyu.core.ledger.entry import Entry
from tuoyu.core.ledger.findings import Findings
from tuoyu.core.ledger.limits import Limits


def legal_form(entry: Entry, findings: Findings, limits: Limits) -> None:
    """Name, registrar and code each narrow the legal form, or contradict it, which is said."""
    narrowed = entry.legal_forms
    for field, allowed in _evidence(entry):
        if not narrowed:
            narrowed = allowed
        elif narrowed & allowed:
            narrowed &= allowed
        else:
            words = f"机构性质应是{_listed(narrowed)}，{_against(field, allowed, entry)}"
            findings.settle(field, words, "请按登记证书核实机构性质")
    entry.legal_forms = narrowed


def _evidence(entry: Entry) -> list[tuple[str, frozenset[str]]]:
    found = []
    if entry.name and (by_name := forms_of_name(entry.name)):
        found.append(("name", by_name))
    if entry.registrar:
        found.append(("registrar", REGISTERS[entry.registrar]))
    if entry.code:
        found.append(("code", forms_of_code(entry.code)))
    return found


def _against(field: str, allowed: frozenset[str], entry: Entry) -> str:
    if field == "name":
        return f"名称却像{_listed(allowed)}"
    if field == "registrar":
        return f"“{entry.registrar_name}”却只登记{_listed(allowed)}"
    start = (entry.code or "")[:2]
    return f"信用代码以 {start} 开头却是{CODE_WORDS.get(start, '其他主体')}"


def place_of_code(entry: Entry, findings: Findings, limits: Limits) -> None:
    """Digits 3 to 8 say where a body was registered; city and province offices register too."""
    code, region = entry.code, entry.region
    if code is None or region is None or not entry.code_is_sound:
        return
    place = code[2:8]
    if place != region.code[:6] and place[4:] not in ("00", "01", "99"):
        findings.tell("code", f"信用代码的登记地是 {place}，不是{region.name}（{region.code}）")


@lru_cache(maxsize=32)
def _listed(forms: frozenset[str]) -> str:
    return "或".join(label for form, label in FORMS.items() if form in forms)
