"""The head of a book: which document, from whom, in force when."""

from pathlib import PurePosixPath

from tuoyu.books.entries import Confidence, Head, Kind, Level
from tuoyu.books.nodes import Section
from tuoyu.books.reading.reader import Place, confidence, words


def read_head(top: Section, place: Place) -> Head | None:
    """None if not even the kind can be made out; then nothing below it can be read."""
    draft = top.flag("draft")
    kind = top.choice("kind", Kind, words(Kind))
    if kind is None:
        return None
    head = Head(
        slug=place.slug,
        shelf=place.shelf,
        place=place.place,
        document=top.text("document"),
        number=top.text("number", required=False),
        issuer=top.text("issuer"),
        kind=kind,
        valid_from=top.day("valid_from", required=not draft),
        valid_to=top.day("valid_to", required=False),
        checked_on=top.day("checked_on"),
        level=_level(top, draft),
        confidence=confidence(top) or (Confidence.SECOND_HAND,),
        source=top.text("source", required=False),
        note=top.text("note", required=False),
        repeals=top.texts("repeals"),
        draft=draft,
        file=place.file,
    )
    top.text("shelf", required=False)
    _check(top, head, place)
    return head


def _level(top: Section, draft: bool) -> Level:
    given = top.choice("level", Level, words(Level)) if "level" in top.nodes else None
    return given or (Level.DRAFT if draft else Level.MANDATORY)


def _check(top: Section, head: Head, place: Place) -> None:
    if head.valid_from and head.valid_to and head.valid_to < head.valid_from:
        top.report("valid_to", f"失效日 {head.valid_to} 早于生效日 {head.valid_from}，请核对")
    if head.draft != place.draft:
        hint = "草案放在 drafts/ 里" if head.draft else "草案里要写 draft: true"
        top.report("draft", hint)
    if place.draft or not head.valid_from:
        return
    if PurePosixPath(place.file).stem != head.valid_from.isoformat():
        top.report("valid_from", f"文件名应是生效日，请改名为 {head.valid_from}.yaml")
