"""Fields of many rows written over, each with its own values."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection, models


def overwrite(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """`rows`: id and the fields to write, as JSON keeps them; one statement for all rows of
    the same fields, since thousands of single ones would keep an import waiting."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        alike[tuple(sorted(row.keys() - {"id"}))].append(row)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        for names, group in alike.items():
            columns = [connection.ops.quote_name(name) for name in names]
            changes = ", ".join(f"{column} = told.{column}" for column in columns)
            cursor.execute(
                f"UPDATE {table} SET {changes}"
                f" FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) AS told"
                f" WHERE {table}.id = told.id",
                [json.dumps(group)],
            )
