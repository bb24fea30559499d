"""Rows stamped with a value of their own in every column, so that a mix-up of columns shows."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, models

from tuoyu.institutions.models import Institution

Facts = dict[str, Any]
DAY = date(2026, 5, 6)
ONE_DAY = timedelta(days=1)


def facts_of(subject: str, on: date, institution_id: int) -> list[Facts]:
    """What the facts function says of one institution on a day."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM facts.{subject}(%s, ARRAY[%s]::bigint[]) ORDER BY subject_id",
            [on, institution_id],
        )
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def one_of(subject: str, institution: Institution, on: date = DAY) -> Facts:
    """The one row of an institution that has one."""
    return facts_of(subject, on, institution.pk)[0]


def settled(found: list[Facts]) -> list[Facts]:
    """Facts without those that count days."""
    return [{name: row[name] for name in row if "days" not in name} for row in found]


def change_on(day: date, model: type[models.Model], **fields: Any) -> None:
    """Every open row of a table ends that day and another takes its place."""
    for row in model._default_manager.filter(ends_on=None).values():
        model._default_manager.filter(pk=row["id"]).update(ends_on=day)
        if "origin_id" in row:
            row["origin_id"] = row["origin_id"] or row["id"]
        del row["id"]
        model._default_manager.create(**row | {"starts_on": day} | fields)


def shared_columns(model: type[models.Model], facts: Facts) -> list[str]:
    """Numbers and yes-or-no columns that a table and a fact call by one name."""
    kinds = (models.BooleanField, models.IntegerField, models.DecimalField)
    fields = [field for field in model._meta.concrete_fields if isinstance(field, kinds)]
    return [f.name for f in fields if f.name in facts and not f.primary_key]


def stamps(model: type[models.Model], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Rounds of values; over all rounds no two columns ever hold the same."""
    for bit in range(len(names).bit_length()):
        yield {
            name: _stamp(model._meta.get_field(name), number, bit)
            for number, name in enumerate(names, start=1)
        }


def _stamp(field: Any, number: int, bit: int) -> Any:
    if isinstance(field, models.BooleanField):
        return bool(number >> bit & 1)
    return Decimal(number) / 10 if isinstance(field, models.DecimalField) else number
