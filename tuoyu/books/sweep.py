"""Many rules as one set query in PostgreSQL: the breaches of a city, or one report.

Every row is first asked "is anything broken?", and only then gets a bit mask of its broken
rules; evidence is built for breaches alone.
"""

from collections.abc import Sequence
from datetime import date

from tuoyu.books.entries import Rule
from tuoyu.books.facts import Catalogue
from tuoyu.books.scan import (
    FENCE,
    Numbered,
    Share,
    any_breach,
    broken_mask,
    by_subject,
    scan,
    together,
)


def compile_sweep(
    rules: Sequence[Rule],
    catalogue: Catalogue,
    on: date,
    among: Sequence[int] | Share | None = None,
) -> str:
    """Every breach of all or some institutions, a row each, to be kept where they are found.

    Gives rule_no smallint, institution_id, subject_id bigint, subject_label, verdict text,
    evidence jsonb (column → value).
    """
    parts = [
        _breaches(numbered, scan(subject, numbered, on, among))
        for subject, numbered in by_subject(rules, catalogue)
    ]
    return together(parts, SWEEP_NOTHING)


def compile_report(
    rules: Sequence[Rule],
    catalogue: Catalogue,
    on: date,
    among: Sequence[int] | Share | None = None,
) -> str:
    """Every verdict on all or some institutions but "not applicable"; columns as in a sweep."""
    parts = [
        _verdicts(numbered, scan(subject, numbered, on, among))
        for subject, numbered in by_subject(rules, catalogue)
    ]
    return together(parts, SWEEP_NOTHING)


SWEEP_NOTHING = (
    "SELECT 0::smallint AS rule_no, 0::bigint AS institution_id, 0::bigint AS subject_id, "
    "''::text AS subject_label, ''::text AS verdict, NULL::jsonb AS evidence WHERE FALSE"
)


def _breaches(numbered: list[Numbered], rows: str) -> str:
    words = range(numbered[-1].word + 1)
    masks = [f"{broken_mask(numbered, word)} AS broken{word}" for word in words]
    return (
        f"SELECT v.rule_no, r.institution_id, r.subject_id, r.subject_label,"
        f" 'broken'::text, {_evidence(numbered)}\n"
        f"FROM (SELECT r.*, {', '.join(masks)}\n"
        f"FROM {rows} AS r\nWHERE {any_breach(numbered)}\n{FENCE}) AS r\n"
        f"JOIN (VALUES {_bits(numbered, words)}) AS v(rule_no, {_names('bit', words)})\n"
        f"ON {_hits(words)}"
    )


def _hits(words: range) -> str:
    return "(" + " | ".join(f"(r.broken{word} & v.bit{word})" for word in words) + ") <> 0"


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
