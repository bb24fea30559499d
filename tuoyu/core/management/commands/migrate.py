"""`tuoyu migrate`: Django's migrations, then the fact functions, as the code has them."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from tuoyu.core import facts


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if (
            not options.get("app_label")
            and not options.get("plan")
            and not options.get("check_unapplied")
        ):
            facts.install(connections[options["database"]])
