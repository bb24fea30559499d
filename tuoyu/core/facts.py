"""The rooms' fact functions: found beside each room, installed in the order of the house.

Facts are code, not state: they are installed anew after every migration, so the database can
never hold a fact that the rooms no longer state. See docs/decisions/0003-facts-are-code.md.
"""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tuoyu.core.workday_facts import workday_sql


def texts() -> list[str]:
    """The facts.sql of every room that has one, lower rooms first."""
    folders = [
        Path(apps.get_app_config(name.rpartition(".")[2]).path)
        for name in settings.FIRST_PARTY_APPS
    ]
    found = [folder / "facts.sql" for folder in folders if (folder / "facts.sql").is_file()]
    return [path.read_text("utf-8") for path in found]


def install(connection: BaseDatabaseWrapper) -> None:
    """Drop and make the schema `facts`, in one transaction."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS facts CASCADE; CREATE SCHEMA facts;")
        cursor.execute(workday_sql())
        for text in texts():
            cursor.execute(text)
