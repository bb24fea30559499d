"""Many rules as one count in PostgreSQL: kept, broken, unknown, exempt, by rule and region."""

from collections.abc import Sequence
from datetime import date

from tuoyu.books.entries import Rule
from tuoyu.books.facts import Catalogue
from tuoyu.books.scan import Numbered, Share, by_subject, scan, together


def compile_tally(
    rules: Sequence[Rule],
    catalogue: Catalogue,
    on: date,
    among: Sequence[int] | Share | None = None,
) -> str:
    """How many rows keep, break, leave unknown or are exempt, by rule and region.

    Gives rule_no smallint, region_code text ('' where the subject has none), kept, broken,
    unknown, not_applicable bigint.
    """
    parts = []
    for subject, numbered in by_subject(rules, catalogue):
        found = catalogue.find(subject)
        has_region = bool(found and found.find("region_code"))
        rows = scan(subject, numbered, on, among, ("region_code",) if has_region else ())
        parts.append(_counts(numbered, rows, "r.region_code" if has_region else "''"))
    return together(parts, TALLY_NOTHING)


TALLY_NOTHING = (
    "SELECT 0::smallint AS rule_no, ''::text AS region_code, 0::bigint AS kept, "
    "0::bigint AS broken, 0::bigint AS unknown, 0::bigint AS not_applicable WHERE FALSE"
)


def _counts(numbered: list[Numbered], rows: str, region: str) -> str:
    """One aggregate over all rules, turned into rows afterwards."""
    exempts = list(dict.fromkeys(one.exempt for one in numbered if one.exempt))
    counts = [f"count(*) FILTER (WHERE {test}) AS exempt{i}" for i, test in enumerate(exempts)]
    lines = []
    for one in numbered:
        counts += [
            f"count(*) FILTER (WHERE {one.breach}) AS broken{one.number}",
            f"count(*) FILTER (WHERE {one.breach} IS NULL) AS unknown{one.number}",
        ]
        exempt = f"t.exempt{exempts.index(one.exempt)}" if one.exempt else "0::bigint"
        broken, unknown = f"t.broken{one.number}", f"t.unknown{one.number}"
        kept = f"t.rows - {broken} - {unknown} - {exempt}"
        lines.append(f"({one.number}::smallint, {kept}, {broken}, {unknown}, {exempt})")
    return (
        f"SELECT v.rule_no, t.region_code, v.kept, v.broken, v.unknown, v.exempt\n"
        f"FROM (SELECT {region}::text AS region_code, count(*) AS rows,\n{', '.join(counts)}\n"
        f"FROM {rows} AS r GROUP BY 1) AS t\n"
        f"CROSS JOIN LATERAL (VALUES {', '.join(lines)})"
        " AS v(rule_no, kept, broken, unknown, exempt)"
    )
