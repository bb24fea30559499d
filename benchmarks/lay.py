"""Lay the demo city, register only, into the database of DATABASE_URL."""

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks.ground import INSTITUTIONS  # noqa: E402

call_command("migrate", verbosity=0)
call_command("seed_reference", verbosity=0)
call_command("demo", institutions=INSTITUTIONS, register_only=True)
