"""What a ledger tells of known institutions, laid over their rows by a few statements.

Told is compared with what stands inside PostgreSQL, so that wide rows never travel. It comes
to the same as laying out one institution after another: an equal row stays, one that began on
the very day is corrected, any other is closed and opened anew, and where none stands one is
added.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, models

from tuoyu.institutions.services.ledger.copying import blanks_of, copy_told
from tuoyu.institutions.services.ledger.numbering import Blocks, as_blocks
from tuoyu.org.models import Dated

# The row that a told one is held against: the oldest of those that hold on its day.
_HOLDS: Final = (
    "institution_id = told.institution_id AND (ends_on IS NULL OR ends_on > told.starts_on)"
)
OF_ITS_KIND: Final = f"{_HOLDS} AND kind = told.kind"
BY_NUMBER: Final = "id = told.meant"  # told says itself which row it means
_NEVER: Final = "FALSE"

_TELL: Final = """
CREATE TEMPORARY TABLE told AS
SELECT institution_id, starts_on, id AS meant, {names} FROM {table} WITH NO DATA
"""
# `differing` is what the row says otherwise, by column; NULL when it says the same.
_MEET: Final = """
CREATE TEMPORARY TABLE met AS
SELECT told.*, stands.id AS stood, stands.starts_on AS began, stands.ends_on AS until,
    CASE WHEN {differs} THEN
        (SELECT jsonb_object_agg(name, former)
         FROM (VALUES {columns}) AS compared(name, heard, former, said)
         WHERE heard AND said IS DISTINCT FROM former)
    END AS differing
FROM told LEFT JOIN LATERAL
    (SELECT * FROM {table} WHERE {pairing} ORDER BY id LIMIT 1) AS stands ON TRUE
"""
_CORRECT: Final = """
UPDATE {table} AS stands SET {changes} FROM met AS told
WHERE stands.id = told.stood AND told.began = told.starts_on AND told.differing IS NOT NULL
RETURNING stands.id, told.differing
"""
# Closing comes first: one-at-a-time constraints look at every statement.
_CLOSE: Final = """
UPDATE {table} AS stands SET ends_on = told.starts_on FROM met AS told
WHERE stands.id = told.stood AND told.began < told.starts_on AND told.differing IS NOT NULL
RETURNING stands.id, told.until::text
"""
_OPEN: Final = """
INSERT INTO {table} ({names}) SELECT {values} FROM met AS told
JOIN {table} AS stands ON stands.id = told.stood
WHERE told.began < told.starts_on AND told.differing IS NOT NULL
ORDER BY told.institution_id, stands.id
RETURNING id
"""
_ADD: Final = """
INSERT INTO {table} ({names}) SELECT {values} FROM met AS told
WHERE told.stood IS NULL ORDER BY told.institution_id
RETURNING id
"""


@dataclass(slots=True)
class Written:
    """What was done to rows of known institutions, so that it can be undone."""

    added: dict[str, Blocks] = field(default_factory=dict)
    closed: dict[str, list[list[Any]]] = field(default_factory=dict)  # number, former end
    corrected: dict[str, list[list[Any]]] = field(default_factory=dict)  # number, former values

    def add(self, model: type[models.Model], blocks: Blocks) -> None:
        if blocks:
            self.added.setdefault(model._meta.label_lower, []).extend(blocks)

    def correct(self, model: type[models.Model], rows: list[list[Any]]) -> None:
        if rows:
            self.corrected.setdefault(model._meta.label_lower, []).extend(rows)

    def close(self, model: type[models.Model], rows: list[list[Any]]) -> None:
        if rows:
            self.closed.setdefault(model._meta.label_lower, []).extend(rows)


class Overlay:
    """Rows told of one model; a value of None is not told.

    `unless`: columns that are heard on a condition only, in SQL over `told` and `stands`;
    `new_only`: columns that matter when there is no row yet; `pairing`: which row is meant.
    """

    def __init__(
        self,
        model: type[Dated],
        *columns: str,
        new_only: tuple[str, ...] = (),
        heard_if: Mapping[str, str] | None = None,
        pairing: str = _HOLDS,
    ) -> None:
        self.model, self.pairing = model, pairing
        self.columns = (*columns, *new_only)
        self.heard = {name: f"told.{name} IS NOT NULL" for name in columns}
        for name, condition in (heard_if or {}).items():
            self.heard[name] += f" AND {condition}"
        self.rows: list[tuple[Any, ...]] = []

    def tell(self, institution: int, on: Any, *values: Any, meant: int | None = None) -> None:
        """`values`: in the order of the columns, those for new rows last."""
        self.rows.append((institution, on, meant, *values))

    def write(self, written: Written) -> set[int]:
        """Gives the institutions whose rows differ from before."""
        if not self.rows:
            return set()
        with connection.cursor() as cursor:
            cursor.execute(self._filled(_TELL, names=", ".join(self.columns)))
            names = ("institution_id", "starts_on", "meant", *self.columns)
            copy_told(cursor, "told", names, self.rows)
            cursor.execute(self._meeting())
            corrected = self._given(cursor, self._correcting())
            written.correct(self.model, [[row, json.loads(told)] for row, told in corrected])
            written.close(self.model, self._given(cursor, self._filled(_CLOSE)))
            for opening in (self._opening(), self._adding()):
                numbers = [number for (number,) in self._given(cursor, *opening)]
                written.add(self.model, as_blocks(numbers))
            cursor.execute(
                "SELECT institution_id FROM met WHERE stood IS NULL OR differing IS NOT NULL"
            )
            changed = {number for (number,) in cursor.fetchall()}
            cursor.execute("DROP TABLE told, met")
        return changed

    def _given(self, cursor: Any, statement: str, values: Any = None) -> list[list[Any]]:
        cursor.execute(statement, values)
        return [list(row) for row in cursor.fetchall()]

    def _filled(self, statement: str, **parts: str) -> str:
        table = connection.ops.quote_name(self.model._meta.db_table)
        return statement.format(table=table, **parts)

    def _meeting(self) -> str:
        columns = ", ".join(
            f"('{name}', {heard}, to_jsonb(stands.{name}), to_jsonb(told.{name}))"
            for name, heard in self.heard.items()
        )
        differs = " OR ".join(
            f"({heard} AND told.{name} IS DISTINCT FROM stands.{name})"
            for name, heard in self.heard.items()
        )
        differs = f"stands.id IS NOT NULL AND ({differs})"
        return self._filled(_MEET, columns=columns, differs=differs, pairing=self.pairing)

    def _correcting(self) -> str:
        changes = ", ".join(f"{name} = {self._after(name)}" for name in self.heard)
        return self._filled(_CORRECT, changes=changes)

    def _opening(self) -> tuple[str, list[Any]]:
        """The same facts in a row of their own; a model that keeps lines keeps its line."""
        values = {name: f"stands.{name}" for name in self._names()}
        values |= {name: self._after(name) for name in self.heard}
        values |= {"starts_on": "told.starts_on", "ends_on": "told.until"}
        if "origin_id" in values:
            values["origin_id"] = "COALESCE(stands.origin_id, stands.id)"
        return self._inserting(_OPEN, values), []

    def _adding(self) -> tuple[str, list[Any]]:
        """What is not told is blank where it may not be unknown."""
        fields = self.model._meta.concrete_fields
        links = [str(one.column) for one in fields if isinstance(one, models.ForeignKey)]
        blanks = blanks_of(self.model, ("starts_on", *links))
        told = ("institution_id", "starts_on", *self.columns)
        values = {name: f"told.{name}" for name in told}
        values |= {
            name: f"COALESCE(told.{name}, %s)" if name in told else "%s" for name in blanks
        }
        ordered = [blanks[name] for name in values if name in blanks]
        return self._inserting(_ADD, values), ordered

    def _inserting(self, statement: str, values: Mapping[str, str]) -> str:
        return self._filled(
            statement, names=", ".join(values), values=", ".join(values.values())
        )

    def _names(self) -> list[str]:
        fields = self.model._meta.concrete_fields
        return [str(one.column) for one in fields if not one.primary_key]

    def _after(self, name: str) -> str:
        return f"CASE WHEN {self.heard[name]} THEN told.{name} ELSE stands.{name} END"
