"""The sheet of a visit: items of the hygiene standard, answers, notes and photos."""

from dataclasses import dataclass

from django.http import QueryDict

from tuoyu.books import Item
from tuoyu.filing.models import SiteCheck, SitePhoto
from tuoyu.filing.queries import law

CHOICES = (("yes", "是"), ("no", "否"), ("unknown", "未查明"))


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One item with what has been recorded."""

    number: int
    item: Item
    answer: str
    note: str
    photos: list[SitePhoto]

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        return [(value, label, value == self.answer) for value, label in CHOICES]

    @property
    def answer_label(self) -> str:
        return dict(CHOICES).get(self.answer, "没有记录")

    @property
    def chip(self) -> str:
        return {"yes": "kept", "no": "broken"}.get(self.answer, "unknown")


def sheet(check: SiteCheck) -> list[SheetLine]:
    photos = list(check.photos.select_related("attachment"))
    return [
        SheetLine(
            number,
            item,
            check.answers.get(item.id, {}).get("answer", ""),
            check.answers.get(item.id, {}).get("note", ""),
            [photo for photo in photos if photo.item == item.id],
        )
        for number, item in enumerate(items_of(check), start=1)
    ]


def items_of(check: SiteCheck) -> list[Item]:
    filing = check.filing
    found = law.site_items(form=filing.form, on=check.visited_on, region=filing.unit.region)
    return list(found)


def answers_in(check: SiteCheck, post: QueryDict) -> dict[str, dict[str, str]]:
    """The items this page says something of: what a colleague recorded of others stays."""
    found = {}
    for number, item in enumerate(items_of(check), start=1):
        answer, words = post.get(f"answer-{number}", ""), post.get(f"note-{number}", "").strip()
        kept = check.answers.get(item.id, {}).get("answer")
        if answer or words or kept == "":
            found[item.id] = {"answer": answer or kept or "", "note": words}
    return found
