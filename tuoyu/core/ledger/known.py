"""Institutions that the register already holds, as the judging needs them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tuoyu.core.ledger.entry import Entry
from tuoyu.core.ledger.likeness import Found, Index, Traits
from tuoyu.core.sheets.codes import is_sound
from tuoyu.core.sheets.names import KeyMaker, trigram_set
from tuoyu.core.sheets.text import fold


@dataclass(frozen=True, slots=True)
class Known:
    """`values`: Entry fields as registered; when all agree there is nothing to write."""

    id: str
    name: str
    region: str  # county code
    code: str = ""
    address: str = ""
    phone: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


class Register:
    def __init__(self, institutions: Iterable[Known], keys: KeyMaker) -> None:
        self.by_id = {known.id: known for known in institutions}
        self.index: Index[str] = Index()
        for known in self.by_id.values():
            self.index.add(_traits(known, keys))

    def find(self, traits: Traits[Any]) -> Found[str] | None:
        return self.index.find(traits) if self.by_id else None

    def changes(self, id: str, entry: Entry) -> dict[str, tuple[object, object]] | None:
        """What the row would change: field → (registered, ledger); None when not known."""
        known = self.by_id[id]
        if not known.values:
            return None
        return {
            name: (old, new)
            for name, old in known.values.items()
            if (new := getattr(entry, name)) not in (None, (), {}) and new != old
        }


def _traits(known: Known, keys: KeyMaker) -> Traits[str]:
    code = known.code if is_sound(known.code) else ""
    address, key = fold(known.address), keys.of(known.name)
    parts = trigram_set(key.core)
    return Traits(known.id, known.name, key, parts, known.region, code, address, known.phone)
