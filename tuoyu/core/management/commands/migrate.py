"""`tuoyu migrate`: Django's migrations, then the fact functions; not under a wrong locale."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from tuoyu.core import embedded, facts


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            embedded.assert_locale(connections[options["database"]])
        except embedded.Unready as reason:
            raise CommandError(str(reason)) from reason
        super().handle(*args, **options)
        if (
            not options.get("app_label")
            and not options.get("plan")
            and not options.get("check_unapplied")
        ):
            facts.install(connections[options["database"]])
