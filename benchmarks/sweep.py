"""City sweep: all rules × all institutions, from rows to the list of breaches with evidence."""

import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from benchmarks.ground import best  # noqa: E402
from tuoyu.assessment.queries import library  # noqa: E402
from tuoyu.assessment.queries.city import breaches  # noqa: E402
from tuoyu.core import facts  # noqa: E402
from tuoyu.core.clock import today  # noqa: E402

TABLES = (
    "institutions_institution", "institutions_nurseryclass", "institutions_room",
    "institutions_licence", "workforce_employment", "workforce_credential",
    "workforce_backgroundcheck",
)  # fmt: skip


def main() -> None:
    facts.install(connection)
    rules = list(library().rules(today()).values())
    if len(sys.argv) > 1:
        rules = [rule for rule in rules if rule.subject == sys.argv[1]]
    seconds, found = best(lambda: list(breaches(rules, today())))
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            print(f"{table.split('_')[1]} {cursor.fetchone()[0]:,}", end="; ")
    print(f"\nRESULT {len(rules)} rules, {len(found):,} breaches | {seconds:.2f} s | ≤ 5 s")


main()
