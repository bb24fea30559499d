"""Many rules as one set query in PostgreSQL: breaches of a city, counts, or one report.

Each subject is scanned once. The scan is fenced with OFFSET '0', so that a fact computed by a
subquery is computed once however many rules read it; the quoted zero keeps the fence open to
parallel workers, which a bare 0 is not. Every row is first asked "is anything broken?", and
only then gets a bit mask of its broken rules; evidence is built for breaches alone. Rules are
numbered by their place in the sequence given, from 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tuoyu.books.entries import Rule
from tuoyu.books.facts import ALWAYS, Catalogue
from tuoyu.books.sql import to_sql

WORD = 62  # bits of one mask: a bigint without its sign, and one to spare
FENCE = "OFFSET '0'"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A rule with its number in the answer and its bit in the masks of its subject."""

    number: int
    word: int
    bit: int
    rule: Rule

    @property
    def breach(self) -> str:
        return to_sql(self.rule.breach.term, "r")

    @property
    def exempt(self) -> str | None:
        when = self.rule.when
        return f"{to_sql(when.term, 'r')} IS FALSE" if when else None

    @property
    def evidence(self) -> str:
        pairs = ", ".join(f"'{name}', r.{name}" for name in self.rule.columns)
        return f"jsonb_build_object({pairs})"


def compile_sweep(
    rules: Sequence[Rule],
    catalogue: Catalogue,
    on: date,
    only: Sequence[int] | None = None,
    *,
    unknown: bool = False,
) -> str:
    """Breaches, and with `unknown` also what cannot be judged, of all or some institutions.

    Gives rule_no smallint, institution_id, subject_id bigint, subject_label, verdict text,
    evidence jsonb (column → value).
    """
    parts = [
        _breaches(numbered, _rows(subject, numbered, on, only), unknown=unknown)
        for subject, numbered in _by_subject(rules, catalogue)
    ]
    return _together(parts, SWEEP_NOTHING)


def compile_report(
    rules: Sequence[Rule],
    catalogue: Catalogue,
    on: date,
    only: Sequence[int] | None = None,
) -> str:
    """Every verdict on all or some institutions but "not applicable"; columns as in a sweep."""
    parts = [
        _verdicts(numbered, _rows(subject, numbered, on, only))
        for subject, numbered in _by_subject(rules, catalogue)
    ]
    return _together(parts, SWEEP_NOTHING)


def compile_tally(
    rules: Sequence[Rule],
    catalogue: Catalogue,
    on: date,
    only: Sequence[int] | None = None,
) -> str:
    """How many rows keep, break, leave unknown or are exempt, by rule and region.

    Gives rule_no smallint, region_code text ('' where the subject has none), kept, broken,
    unknown, not_applicable bigint.
    """
    parts = []
    for subject, numbered in _by_subject(rules, catalogue):
        found = catalogue.find(subject)
        has_region = bool(found and found.find("region_code"))
        rows = _rows(subject, numbered, on, only, ("region_code",) if has_region else ())
        parts.append(_counts(numbered, rows, "r.region_code" if has_region else "''"))
    return _together(parts, TALLY_NOTHING)


SWEEP_NOTHING = (
    "SELECT 0::smallint AS rule_no, 0::bigint AS institution_id, 0::bigint AS subject_id, "
    "''::text AS subject_label, ''::text AS verdict, NULL::jsonb AS evidence WHERE FALSE"
)
TALLY_NOTHING = (
    "SELECT 0::smallint AS rule_no, ''::text AS region_code, 0::bigint AS kept, "
    "0::bigint AS broken, 0::bigint AS unknown, 0::bigint AS not_applicable WHERE FALSE"
)


def _by_subject(
    rules: Sequence[Rule], catalogue: Catalogue
) -> Iterable[tuple[str, list[Numbered]]]:
    """The rules of each subject the catalogue has, with their bits."""
    groups: dict[str, list[Numbered]] = {}
    for number, rule in enumerate(rules):
        group = groups.setdefault(rule.subject, [])
        word, place = divmod(len(group), WORD)
        group.append(Numbered(number, word, 1 << place, rule))
    unknown = sorted(set(groups) - set(catalogue.names))
    if unknown:
        raise KeyError(f"没有事实“{unknown[0]}”")
    return groups.items()


def _together(parts: list[str], nothing: str) -> str:
    """The empty first part gives the answer its column names and types."""
    return "\nUNION ALL\n".join([nothing, *parts])


def _rows(
    subject: str,
    numbered: list[Numbered],
    on: date,
    only: Sequence[int] | None,
    keys: tuple[str, ...] = ALWAYS,
) -> str:
    """One fenced scan of a subject with just the columns its rules read."""
    read = (name for one in numbered for name in one.rule.columns)
    columns = ", ".join(f"f.{name}" for name in dict.fromkeys((*keys, *read))) or "1"
    call = f"facts.{subject}(DATE '{on.isoformat()}', {_array(only)})"
    return f"(SELECT {columns} FROM {call} AS f {FENCE})"


def _array(only: Sequence[int] | None) -> str:
    if only is None:
        return "NULL::bigint[]"
    return f"ARRAY[{', '.join(str(int(one)) for one in only)}]::bigint[]"


def _breaches(numbered: list[Numbered], rows: str, *, unknown: bool) -> str:
    any_breach = " OR ".join(one.breach for one in numbered)
    asked = f"({any_breach}) IS NOT FALSE" if unknown else any_breach
    words = range(numbered[-1].word + 1)
    masks = [f"{_mask(numbered, word, '')} AS broken{word}" for word in words]
    hits = _hits("broken", words)
    verdict = "'broken'"
    if unknown:
        masks += [f"{_mask(numbered, word, ' IS NULL')} AS unknown{word}" for word in words]
        verdict = f"CASE WHEN {hits} THEN 'broken' ELSE 'unknown' END"
        hits = f"({hits} OR {_hits('unknown', words)})"
    return (
        f"SELECT v.rule_no, r.institution_id, r.subject_id, r.subject_label,"
        f" {verdict}::text, {_evidence(numbered)}\n"
        f"FROM (SELECT r.*, {', '.join(masks)}\n"
        f"FROM {rows} AS r\nWHERE {asked}\n{FENCE}) AS r\n"
        f"JOIN (VALUES {_bits(numbered, words)}) AS v(rule_no, {_names('bit', words)})\n"
        f"ON {hits}"
    )


def _mask(numbered: list[Numbered], word: int, test: str) -> str:
    return " | ".join(
        f"CASE WHEN {one.breach}{test} THEN {one.bit}::bigint ELSE 0::bigint END"
        for one in numbered
        if one.word == word
    )


def _hits(mask: str, words: range) -> str:
    return "(" + " | ".join(f"(r.{mask}{word} & v.bit{word})" for word in words) + ") <> 0"


def _names(name: str, words: range) -> str:
    return ", ".join(f"{name}{word}" for word in words)


def _bits(numbered: list[Numbered], words: range) -> str:
    rows = ((f"{one.number}::smallint", *_bit_row(one, words)) for one in numbered)
    return ", ".join(f"({', '.join(row)})" for row in rows)


def _bit_row(one: Numbered, words: range) -> tuple[str, ...]:
    return tuple(f"{one.bit if one.word == word else 0}::bigint" for word in words)


def _evidence(numbered: list[Numbered]) -> str:
    branches = " ".join(f"WHEN {one.number} THEN {one.evidence}" for one in numbered)
    return f"CASE v.rule_no {branches} END"


def _verdicts(numbered: list[Numbered], rows: str) -> str:
    lines = ",\n".join(f"({one.number}::smallint, {_verdict(one)})" for one in numbered)
    return (
        "SELECT v.rule_no, r.institution_id, r.subject_id, r.subject_label,"
        f" v.verdict, {_evidence(numbered)}\n"
        f"FROM {rows} AS r\nCROSS JOIN LATERAL (VALUES {lines}) AS v(rule_no, verdict)\n"
        "WHERE v.verdict IS NOT NULL"
    )


def _verdict(one: Numbered) -> str:
    """The verdict as text; NULL where the rule does not apply."""
    exempt = f"WHEN {one.exempt} THEN NULL " if one.exempt else ""
    breach = one.breach
    return (
        f"CASE {exempt}WHEN {breach} THEN 'broken'"
        f" WHEN {breach} IS NULL THEN 'unknown' ELSE 'kept' END"
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
