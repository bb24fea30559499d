"""A filing's content on its way to the register, and the sealing of identity numbers in it."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from tuoyu.core.sealing import mask_id, seal, unseal
from tuoyu.filing.models import SLOTS, Filing, Material

Content = dict[str, Any]
Row = dict[str, Any]
SEALED, TAIL, NUMBER = "id_sealed", "id_tail", "id_number"
MASK = "*"


def for_register(filing: Filing, materials: Sequence[Material] = ()) -> Content:
    """The dossier without the staff; each licence names the paper that was uploaded for it."""
    content = {name: part for name, part in filing.content.items() if name not in _NOT_OURS}
    papers, rows = _papers(materials), content.get("licences", [])
    told = {row.get("kind") for row in rows}
    added = [{"kind": kind} for kind in papers if kind not in told]
    if rows or added:
        content["licences"] = [_with_paper(row, papers) for row in (*rows, *added)]
    return content


def staff_of(filing: Filing) -> list[Row]:
    """The staff with their numbers in the clear, for the register alone."""
    return [opened(row) for row in filing.content.get("staff", [])]


def sealed(row: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> Row:
    """A row of staff as it may be kept: the number sealed, its last four readable.

    A number shown masked and sent back as it was stays what it was `before`.
    """
    number = str(row.get(NUMBER) or "").strip()
    kept = {name: value for name, value in row.items() if name != NUMBER}
    if MASK in number:
        known = before or {}
        return kept | {SEALED: known.get(SEALED, ""), TAIL: known.get(TAIL, number[-4:])}
    text = base64.b64encode(seal(number)).decode() if number else ""
    return kept | {SEALED: text, TAIL: number[-4:]}


def opened(row: Mapping[str, Any]) -> Row:
    """A row of staff with its number in the clear; one the register knows stays masked."""
    text = row.get(SEALED)
    number = unseal(base64.b64decode(text)) if text else mask_id(row.get(TAIL, ""))
    return {k: v for k, v in row.items() if k not in (SEALED, TAIL)} | {NUMBER: number}


def masked(row: Mapping[str, Any]) -> Row:
    """A row of staff as shown on a screen."""
    return {k: v for k, v in row.items() if k != SEALED} | {NUMBER: mask_id(row.get(TAIL, ""))}


_NOT_OURS = frozenset(("staff", "closing"))


def _papers(materials: Sequence[Material]) -> dict[str, int]:
    """The newest paper of each slot that becomes a licence, by kind of licence."""
    kinds = {slot.code: slot.licence for slot in SLOTS if slot.licence}
    return {kinds[m.slot]: m.attachment_id for m in materials if m.slot in kinds}


def _with_paper(row: Row, papers: Mapping[str, int]) -> Row:
    paper = papers.get(row.get("kind", ""))
    return row | {"attachment_id": paper} if paper else row
