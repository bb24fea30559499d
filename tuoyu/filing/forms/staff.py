"""The staff list: each post is asked for the certificates that rules want of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from tuoyu.assessment.queries import library
from tuoyu.books import applies
from tuoyu.filing.forms.answers import IdentityAnswer, answer_for
from tuoyu.filing.forms.rows import (
    MOST_ROWS,
    RowQuestions,
    class_choices,
    class_field,
    known_row,
    mild,
    new_key,
)
from tuoyu.filing.forms.sections import Question
from tuoyu.filing.models import Filing
from tuoyu.filing.queries import dossier
from tuoyu.filing.queries.questions import Asking, Facts, asking
from tuoyu.workforce.models.dossier import CHECKS, CREDENTIALS, STAFF

Row = dict[str, Any]
FIRST = ("name", "id_number", "post", "class_key", "starts_on")
NAMES = (
    *("education", "major_related", "experience_years", "is_full_time"),
    *("contract_signed", "insured", "from_guard_company", "phone"),
)
# The fact that a rule reads, the credential behind it, and which of its days is asked.
PROOFS = (
    ("has_health_certificate", "health", "ends_on", "健康合格证有效期至"),
    ("has_post_training", "post_training", "starts_on", "负责人岗位培训合格日期"),
    ("has_childcare_training", "childcare_training", "starts_on", "婴幼儿保育培训日期"),
    ("has_psychology_training", "psychology_training", "starts_on", "心理健康培训日期"),
    ("has_health_care_training", "health_care_training", "starts_on", "卫生保健培训合格日期"),
    ("has_ethics_training", "ethics_training", "starts_on", "职业道德培训日期"),
    ("has_law_training", "law_training", "starts_on", "法治培训日期"),
    ("has_first_aid", "first_aid", "starts_on", "急救培训日期"),
    ("has_guard_certificate", "guard", "starts_on", "保安员证取得日期"),
)
HOURS = (
    ("post_training_hours", "post_training", "负责人岗位培训学时"),
    ("childcare_training_hours", "childcare_training", "婴幼儿保育培训学时"),
)


class WorkerForm(forms.Form):
    """One person, bound to what is kept."""

    use_required_attribute = False

    id_number = IdentityAnswer(
        label="身份证号",
        required=False,
        max_length=18,
        help_text="15 位旧号会补成 18 位，保存后请核对末四位",
    )

    def __init__(self, filing: Filing, number: int, row: Mapping[str, Any]) -> None:
        prefix = f"staff-{number}"
        shown = dossier.masked(row) if row.get(dossier.TAIL) else row
        super().__init__({}, prefix=prefix)
        identity = self.fields["id_number"]
        assert isinstance(identity, IdentityAnswer)
        identity.kept = dossier.opened(row)[dossier.NUMBER]
        made: dict[str, Any] = {
            name: answer_for(column) for name, column in STAFF.fields.items()
        }
        made["class_key"] = class_field(class_choices(filing))
        made["starts_on"].label = "入职日期"
        made |= _proof_fields()
        self.fields.update(made)
        values = dict(shown) | proofs_of(row)
        self.data = {
            f"{prefix}-{name}": _shown(made.get(name), values.get(name)) for name in self.fields
        }


def _shown(answer: Any, value: Any) -> str:
    if hasattr(answer, "shown"):
        return str(answer.shown(value))
    return "" if value is None else str(value)


def _proof_fields() -> dict[str, forms.Field]:
    hours = CREDENTIALS.fields["hours"]
    made: dict[str, forms.Field] = {}
    for fact, _, day, label in PROOFS:
        made[fact] = answer_for(CREDENTIALS.fields[day])
        made[fact].label = label
    for fact, _, label in HOURS:
        made[fact] = answer_for(hours)
        made[fact].label = label
    made["asked_on"] = answer_for(CHECKS.fields["asked_on"])
    made["asked_on"].label = "入职查询日期"
    made["outcome"] = answer_for(CHECKS.fields["outcome"])
    made["outcome"].label = "入职查询结果"
    return made


def proofs_of(row: Mapping[str, Any]) -> Row:
    """The certificates of a row under the names of the questions."""
    held = {one.get("kind"): one for one in reversed(row.get("credentials") or [])}
    found: Row = {fact: held.get(kind, {}).get(day) for fact, kind, day, _ in PROOFS}
    found |= {fact: held.get(kind, {}).get("hours") for fact, kind, _ in HOURS}
    check = row.get("background") or {}
    return found | {"asked_on": check.get("asked_on"), "outcome": check.get("outcome")}


def ask_staff(filing: Filing, facts: Facts, *, on: date) -> list[RowQuestions]:
    rows = filing.content.get("staff") or []
    return [_worker(filing, number, row, facts, on) for number, row in enumerate(rows)]


def _worker(
    filing: Filing, number: int, row: Mapping[str, Any], facts: Facts, on: date
) -> RowQuestions:
    known = {"form": facts.get("form"), "post": row.get("post") or None}
    form = WorkerForm(filing, number, row)
    first = [Question(mild(form[name], why), why) for name in FIRST if (why := _basic(name))]
    more: list[Question] = []
    for name in (*NAMES, *_proofs_wanted(filing, known, on)):
        why = _why(filing, name, known, on)
        if why.asked:
            (first if why.first else more).append(Question(form[name], why))
    title = str(row.get("name") or "") or f"人员 {number + 1}"
    return RowQuestions(number, str(row.get("key") or ""), title, first, more)


def _basic(name: str) -> Asking:
    return Asking(True, first=True, required=name in ("name", "id_number", "post"))


def _proofs_wanted(filing: Filing, facts: Facts, on: date) -> Sequence[str]:
    """Nothing is asked of a person whose post is not chosen yet."""
    if not facts.get("post"):
        return ()
    wanted = [fact for fact, *_ in (*PROOFS, *HOURS) if _wants(filing, fact, facts, on)]
    asked = _wants(filing, "background_asked", facts, on)
    return (*wanted, *(("asked_on", "outcome") if asked else ()))


def _wants(filing: Filing, fact: str, facts: Facts, on: date) -> bool:
    rules = library().reading("worker", fact, on=on, place=filing.unit.region.code)
    return any(applies(rule, facts) is not False for rule in rules)


def _why(filing: Filing, name: str, facts: Facts, on: date) -> Asking:
    fact = {"asked_on": "background_asked", "outcome": "background_hit"}.get(name, name)
    found = asking(filing, "staff", fact, facts, on=on)
    own = name in ("asked_on", "outcome", "phone")
    return found if found.asked else Asking(own, own and name != "phone")


def typed_staff(filing: Filing, post: QueryDict) -> list[Row] | None:
    count = post.get("staff-count", "")
    if not count.isdecimal():
        return None
    before, go = filing.content.get("staff") or [], post.get("go", "")
    rows = [
        _typed(number, before, post)
        for number in range(min(int(count), MOST_ROWS))
        if go != f"remove:staff:{number}"
    ]
    return [*rows, {"key": new_key()}] if go == "add:staff" else rows


def _typed(number: int, before: Sequence[Row], post: QueryDict) -> Row:
    prefix = f"staff-{number}"
    known = known_row(before, post.get(f"{prefix}-key", ""), number)
    row = dossier.masked(known) if known.get(dossier.TAIL) else dict(known)
    for name in (*FIRST, *NAMES):
        raw = post.get(f"{prefix}-{name}")
        if raw is not None:
            row[name] = _kept(name, raw)
    row["credentials"] = _credentials(known, prefix, post)
    row["background"] = _background(known, prefix, post)
    return {
        k: v for k, v in row.items() if v not in (None, "") or known.get(k) not in (None, "")
    }


def _kept(name: str, raw: str) -> Any:
    if name in ("id_number", "class_key"):
        return raw.strip()[:40] or None
    return answer_for(STAFF.fields[name]).kept(raw)


def _credentials(known: Mapping[str, Any], prefix: str, post: QueryDict) -> list[Row]:
    """The certificates of the row with the asked days put in; what is blank is taken out."""
    held = [dict(one) for one in known.get("credentials") or []]
    for fact, kind, day, _ in PROOFS:
        raw = post.get(f"{prefix}-{fact}")
        if raw is not None:
            held = _with(held, kind, day, _day(day, raw))
    for fact, kind, _ in HOURS:
        raw = post.get(f"{prefix}-{fact}")
        if raw is not None and any(one["kind"] == kind for one in held):
            held = _with(held, kind, "hours", _hours(raw))
    return held


def _day(name: str, raw: str) -> Any:
    return answer_for(CREDENTIALS.fields[name]).kept(raw)


def _hours(raw: str) -> Any:
    return answer_for(CREDENTIALS.fields["hours"]).kept(raw)


def _with(held: list[Row], kind: str, name: str, raw: Any) -> list[Row]:
    present = next((one for one in held if one["kind"] == kind), None)
    if present is None:
        return [*held, {"kind": kind, name: raw}] if raw else held
    if not raw and name != "hours":
        return [one for one in held if one is not present]
    present[name] = raw or None
    return held


def _background(known: Mapping[str, Any], prefix: str, post: QueryDict) -> Row | None:
    day, outcome = post.get(f"{prefix}-asked_on"), post.get(f"{prefix}-outcome")
    if day is None and outcome is None:
        return known.get("background")
    before = known.get("background") or {}
    made = before | {"asked_on": day or None, "outcome": outcome or None}
    return made if made["asked_on"] or made["outcome"] else None
