"""Pausing, resuming or ending a service: from when, why, and where everybody goes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from tuoyu.filing.models import Filing
from tuoyu.filing.queries.requirements import CLOSING_ASKED, WHO, Gap, placing_gaps

Kind = Filing.Kind
LABELS = {
    Kind.SUSPENSION: "暂停期间孩子和工作人员怎么安排",
    Kind.RESUMPTION: "恢复前做了哪些准备",
}
PLACING = ("who", "count", "to", "how")
MOST = 50


class ClosingForm(forms.Form):
    """The answers of a closing, bound to what is kept."""

    use_required_attribute = False
    from_on = forms.DateField(
        label="从哪天起", required=False, widget=forms.DateInput({"type": "date"})
    )
    until_on = forms.DateField(
        label="预计到哪天", required=False, widget=forms.DateInput({"type": "date"})
    )
    reason = forms.CharField(label="事由", required=False, max_length=200)
    arrangement = forms.CharField(
        label="怎么安排", required=False, max_length=1_000, widget=forms.Textarea({"rows": 4})
    )
    children_now = forms.IntegerField(
        label="现有婴幼儿",
        required=False,
        min_value=0,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    staff_now = forms.IntegerField(
        label="现有工作人员",
        required=False,
        min_value=0,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )

    def __init__(self, filing: Filing) -> None:
        closing: Mapping[str, Any] = filing.content.get("closing") or {}
        data = {f"closing-{n}": str(v) for n, v in closing.items() if v is not None}
        super().__init__(data, prefix="closing")
        asked = dict(CLOSING_ASKED[filing.kind])
        counted = ("children_now", "staff_now") if filing.kind == Kind.CANCELLATION else ()
        for name in list(self.fields):
            if name not in (*asked, *counted):
                del self.fields[name]
        for name, label in asked.items():
            self.fields[name].label = (
                LABELS.get(Kind(filing.kind), label) if name == "arrangement" else label
            )
        self.full_clean()
        for name in (*asked, *counted):  # a draft may leave them empty; handing in may not
            self.fields[name].required = True

    @property
    def faults(self) -> list[str]:
        return list(self.errors)


class ClosingPage:
    """The form, the rows of who goes where, and whom nobody has placed yet."""

    def __init__(self, filing: Filing) -> None:
        closing: dict[str, Any] = filing.content.get("closing") or {}
        self.form = ClosingForm(filing)
        self.places = filing.kind == Kind.CANCELLATION
        self.placements = [
            {"number": n, **{name: row.get(name, "") for name in PLACING}}
            for n, row in enumerate(closing.get("placements") or self._offered(closing))
        ]
        self.who = list(WHO.items())
        self.left: list[Gap] = list(placing_gaps(closing)) if self.places else []

    def _offered(self, closing: Mapping[str, Any]) -> list[dict[str, Any]]:
        """A line for everybody to begin with: who is there is known, where to is asked."""
        if not self.places:
            return []
        there = {who: closing.get(f"{who}_now") for who in WHO}
        return [{"who": who, "count": n} for who, n in there.items() if n not in (None, "", 0)]

    @property
    def faults(self) -> list[str]:
        return self.form.faults


def ask_closing(filing: Filing) -> ClosingPage:
    return ClosingPage(filing)


def typed_closing(filing: Filing, post: QueryDict) -> dict[str, Any]:
    names = ClosingForm(filing).fields
    found: dict[str, Any] = {
        name: str(post.get(f"closing-{name}", "")).strip()
        for name in names
        if f"closing-{name}" in post
    }
    count = post.get("placements-count", "")
    if count.isdecimal():
        found["placements"] = _placements(int(count), post)
    return found


def _placements(count: int, post: QueryDict) -> list[dict[str, str]]:
    go = post.get("go", "")
    rows = [
        {name: post.get(f"placements-{n}-{name}", "").strip()[:200] for name in PLACING}
        for n in range(min(count, MOST))
        if go != f"remove:placements:{n}"
    ]
    return (
        [*rows, {"who": "children", "count": "", "to": "", "how": ""}]
        if go == "add:placements"
        else rows
    )
