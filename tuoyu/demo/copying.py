"""Rows into tables by COPY, in the order given; ids are drawn here, so that rows can refer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from django.db.models import Max

FLUSH_ROWS = 20_000


class Table:
    """One table being filled; `add` gives the id of the new row."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.fields = [f for f in model._meta.concrete_fields if not f.generated]
        self.defaults = {field.attname: _blank(field) for field in self.fields}
        self.columns = [field.attname for field in self.fields]
        self.last_id = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
        self.rows: list[tuple[Any, ...]] = []

    def add(self, **values: Any) -> int:
        """Keep one row; what is not given is blank, or unknown."""
        self.last_id += 1
        row = self.defaults | values | {"id": self.last_id}
        if len(row) != len(self.columns):
            raise KeyError(f"{self.model.__name__}: {set(row) - set(self.columns)}")
        self.rows.append(tuple([row[column] for column in self.columns]))
        return self.last_id

    def flush(self) -> None:
        """Send what is kept to the server."""
        names = ", ".join(f'"{field.column}"' for field in self.fields)
        text = f'COPY "{self.model._meta.db_table}" ({names}) FROM STDIN'
        with connection.cursor() as cursor, cursor.copy(text) as copy:
            for row in self.rows:
                copy.write_row(row)
        self.rows.clear()


@contextmanager
def filling(*wanted: type[models.Model]) -> Iterator["Tables"]:
    """Tables to fill, sent in the order named whenever enough rows are kept."""
    tables = Tables([Table(model) for model in wanted])
    yield tables
    tables.flush()
    tables.set_sequences()
    tables.analyse()


class Tables:
    """Several tables filled together; a table comes after those it refers to."""

    def __init__(self, tables: list[Table]) -> None:
        self.tables = {table.model: table for table in tables}

    def __getitem__(self, model: type[models.Model]) -> Table:
        return self.tables[model]

    def flush_if_full(self) -> None:
        if sum(len(table.rows) for table in self.tables.values()) > FLUSH_ROWS:
            self.flush()

    def flush(self) -> None:
        for table in self.tables.values():
            table.flush()

    def analyse(self) -> None:
        """Let the planner know at once what is there, or the first sweep may take minutes."""
        names = ", ".join(f'"{table.model._meta.db_table}"' for table in self.tables.values())
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")

    def set_sequences(self) -> None:
        """The next row that a person adds follows the last one added here."""
        with connection.cursor() as cursor:
            for table in self.tables.values():
                name = table.model._meta.db_table
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, true)",
                    [name, max(table.last_id, 1)],
                )


def _blank(field: "models.Field[Any, Any]") -> Any:
    if field.null:
        return None
    if isinstance(field, models.CharField | models.TextField):
        return "" if field.default is models.NOT_PROVIDED else field.get_default()
    return None if field.default is models.NOT_PROVIDED else field.get_default()
