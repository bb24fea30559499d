"""The same trees in PostgreSQL and in Python: they must agree on every row, also on NULL."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuoyu.books.entries import Rule
from tuoyu.books.facts import Type
from tuoyu.books.marks import compile_marks, read_marks
from tuoyu.books.scan import Share
from tuoyu.books.sql import to_sql
from tuoyu.books.sweep import compile_report, compile_sweep
from tuoyu.books.tally import compile_tally
from tuoyu.books.tests.make import CATALOGUE, TODAY, make_expression, make_rule
from tuoyu.books.verdicts import Verdict, evidence, verdict_of

pytestmark = pytest.mark.django_db

Row = dict[str, Any]
KINDS = ("infant", "junior", "mixed")
COLUMNS = """
    institution_id bigint, subject_id bigint, subject_label text, region_code text,
    kind text, children integer, carers integer, area numeric, opened_on date,
    own_unit boolean, shared_unit boolean, cots integer
"""


def make_row(number: int, chance: Random) -> Row:
    """A row in which every fact is now and then unknown, and numbers now and then absurd."""
    row: Row = {
        "kind": chance.choice(KINDS),
        "children": chance.choice([0, 1, 9, 10, chance.randint(-3, 40), 2**31 - 1]),
        "carers": chance.choice([0, 1, 3, chance.randint(0, 6)]),
        "area": Decimal(chance.randint(-200, 9000)).scaleb(-chance.choice([0, 1, 2])),
        "opened_on": TODAY + timedelta(days=chance.randint(-800, 800)),
        "own_unit": chance.random() < 0.5,
        "shared_unit": chance.random() < 0.5,
        "cots": chance.randint(0, 30),
    }
    row = {name: None if chance.random() < 0.15 else value for name, value in row.items()}
    county = f"4104{chance.choice(['02', '03'])}"
    keys = {"institution_id": number % 7, "subject_id": number, "region_code": county}
    return {**keys, "subject_label": f"第 {number} 班", **row}


ROWS = [make_row(number, Random(number)) for number in range(80)]


@pytest.fixture
def facts(db: None) -> None:
    """A room's facts functions for the two subjects of the test dictionary."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS facts")
        for name in ("class", "institution"):
            cursor.execute(f"DROP FUNCTION IF EXISTS facts.{name}")
        cursor.execute(f"CREATE TEMPORARY TABLE class_rows ({COLUMNS})")
        marks = ", ".join(f"%({name})s" for name in ROWS[0])
        names = ", ".join(ROWS[0])
        cursor.executemany(f"INSERT INTO class_rows ({names}) VALUES ({marks})", ROWS)
        cursor.execute(
            "CREATE FUNCTION facts.class(on_day date, only_ids bigint[], "
            "first_id bigint DEFAULT 0, last_id bigint DEFAULT 1000000) "
            "RETURNS SETOF class_rows LANGUAGE sql STABLE AS $$ SELECT * FROM class_rows c "
            "WHERE (only_ids IS NULL OR c.institution_id = ANY (only_ids)) "
            "AND c.institution_id BETWEEN first_id AND last_id $$"
        )


def fetch(query: str) -> list[tuple[Any, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


NUMBERS = st.sampled_from(["children", "carers", "area", "cots"]) | st.sampled_from(
    ["0", "1", "3", "20", "2.5", "0.1", "-4", "999999999999999"]
)


def joined(parts: st.SearchStrategy[str], signs: list[str]) -> st.SearchStrategy[str]:
    return st.tuples(parts, st.sampled_from(signs), parts).map(
        lambda said: f"({said[0]} {said[1]} {said[2]})"
    )


def called(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    one = st.tuples(st.sampled_from(["ceil", "floor", "abs", "round"]), parts)
    two = st.tuples(
        st.sampled_from(["least", "greatest", "coalesce"]),
        st.tuples(parts, parts).map(", ".join),
    )
    return (one | two).map(lambda said: f"{said[0]}({said[1]})") | parts.map(
        lambda said: f"round({said}, 2)"
    )


def numbers() -> st.SearchStrategy[str]:
    days = st.just("(opened_on - date '2026-01-01')")
    return st.recursive(
        NUMBERS | days,
        lambda parts: (
            joined(parts, ["+", "-", "*", "/"])
            | called(parts)
            | parts.map(lambda said: f"-({said})")
        ),
        max_leaves=5,
    )


SIGNS = ["=", "<>", "<", "<=", ">", ">="]
WHOLE = st.sampled_from(["children", "carers", "7", "-100001"])
DATES = st.sampled_from(["opened_on", "date '2026-11-23'"]) | WHOLE.map(
    lambda said: f"(opened_on - {said})"
)
ATOMS = (
    joined(numbers(), SIGNS)
    | joined(DATES, SIGNS)
    | st.sampled_from(
        [
            "own_unit",
            "shared_unit",
            "own_unit = shared_unit",
            "true",
            "kind = 'infant'",
            "kind <> 'mixed'",
            "kind in ('infant', 'junior')",
            "kind not in ('mixed')",
            "children in (1, 9, 10)",
            "area is null",
            "carers is not null",
            "children between 3 and carers * 3",
            "coalesce(own_unit, false)",
        ]
    )
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda parts: (
        joined(parts, ["and", "or"])
        | parts.map(lambda said: f"not ({said})")
        | st.tuples(parts, parts, parts).map(
            lambda said: f"case when {said[0]} then {said[1]} else {said[2]} end"
        )
    ),
    max_leaves=6,
)
OFTEN = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def by_postgres(text: str, wants: Type) -> Iterator[tuple[Any, Any]]:
    """Each row's value as the database and as Python see it."""
    expression = make_expression(text, wants=wants)
    found = dict(
        fetch(f"SELECT r.subject_id, {to_sql(expression.term, 'r')} FROM class_rows r")
    )
    for row in ROWS:
        yield found[row["subject_id"]], expression.value(row)


@given(text=CONDITIONS)
@OFTEN
def test_conditions_are_the_same_in_postgres_and_in_python(facts: None, text: str) -> None:
    for there, here in by_postgres(text, Type.BOOLEAN):
        assert there is here


@given(text=numbers().map(lambda said: f"({said}) + 0.0"))
@OFTEN
def test_numbers_are_the_same_in_postgres_and_in_python(facts: None, text: str) -> None:
    for there, here in by_postgres(text, Type.NUMERIC):
        assert there == here


def make_rules(count: int) -> list[Rule]:
    """Enough rules for two masks, half of them for some classes only."""
    chance = Random(count)
    return [
        replace(
            make_rule(
                f"children <= {chance.randint(1, 5)} * carers + {chance.randint(0, 9)}",
                when=f"kind = '{chance.choice(KINDS)}'" if number % 2 else "",
            ),
            id=f"test/{number}",
        )
        for number in range(count)
    ]


def expected(rules: list[Rule], rows: list[Row]) -> dict[tuple[int, int], Verdict]:
    return {
        (number, row["subject_id"]): verdict_of(rule, row)
        for number, rule in enumerate(rules)
        for row in rows
    }


@pytest.mark.parametrize("count", [1, 62, 63, 130])
def test_a_sweep_finds_every_breach_with_its_evidence(facts: None, count: int) -> None:
    rules = make_rules(count)

    found = fetch(compile_sweep(rules, CATALOGUE, TODAY))

    broken = {
        key for key, verdict in expected(rules, ROWS).items() if verdict is Verdict.BROKEN
    }
    assert {(row[0], row[2]) for row in found} == broken
    assert len(found) == len(broken)
    assert {row[4] for row in found} <= {"broken"}
    for number, institution, subject, label, _, seen in found:
        row = ROWS[subject]
        assert (institution, label) == (row["institution_id"], row["subject_label"])
        read = {one.column.name: one.value for one in evidence(rules[number], row)}
        assert json.loads(seen) == read


@pytest.mark.parametrize("count", [1, 62, 63, 130])
def test_marks_tell_the_same_breaches_as_a_sweep(facts: None, count: int) -> None:
    rules = make_rules(count)

    swept = fetch(compile_sweep(rules, CATALOGUE, TODAY))
    marked = read_marks(rules, CATALOGUE, fetch(compile_marks(rules, CATALOGUE, TODAY)))

    wanted = {(rules[row[0]].id, *row[1:4]): json.loads(row[5]) for row in swept}
    found = list(marked)
    assert {(b.rule.id, *b[1:4]): b.evidence for b in found} == wanted
    assert len(found) == len(swept)


def test_shares_make_up_the_whole(facts: None) -> None:
    rules = make_rules(9)
    shares = (Share(0, 3), Share(4, 1_000_000))

    parts = [fetch(compile_marks(rules, CATALOGUE, TODAY, share)) for share in shares]

    whole = fetch(compile_marks(rules, CATALOGUE, TODAY))
    assert all(parts)
    assert sorted(parts[0] + parts[1]) == sorted(whole)
    assert {row[1] for row in parts[0]} <= {0, 1, 2, 3}


def test_a_sweep_may_look_at_some_institutions_only(facts: None) -> None:
    found = fetch(compile_sweep(make_rules(9), CATALOGUE, TODAY, among=[2, 5]))

    assert {row[1] for row in found} == {2, 5}


def test_a_report_tells_every_verdict_that_applies(facts: None) -> None:
    rules = make_rules(40)

    found = fetch(compile_report(rules, CATALOGUE, TODAY, among=[3]))

    own = [row for row in ROWS if row["institution_id"] == 3]
    wanted = {
        key: verdict
        for key, verdict in expected(rules, own).items()
        if verdict is not Verdict.NOT_APPLICABLE
    }
    assert {(row[0], row[2]): row[4] for row in found} == wanted


def test_a_tally_counts_every_row_once_by_region(facts: None) -> None:
    rules = make_rules(40)
    verdicts = expected(rules, ROWS)

    found = fetch(compile_tally(rules, CATALOGUE, TODAY))

    assert len(found) == 80
    for number, region, *counts in found:
        own = [
            verdicts[number, row["subject_id"]] for row in ROWS if row["region_code"] == region
        ]
        assert counts == [
            own.count(verdict)
            for verdict in (
                Verdict.KEPT,
                Verdict.BROKEN,
                Verdict.UNKNOWN,
                Verdict.NOT_APPLICABLE,
            )
        ]


@pytest.mark.parametrize("compile_", [compile_sweep, compile_marks, compile_tally])
def test_no_rules_give_no_rows(facts: None, compile_: Any) -> None:
    assert fetch(compile_([], CATALOGUE, TODAY)) == []


def test_a_rule_over_facts_that_nobody_offers_is_refused() -> None:
    rule = replace(make_rule("own_unit"), subject="kitchen")

    with pytest.raises(KeyError, match="没有事实“kitchen”"):
        compile_sweep([rule], CATALOGUE, date(2026, 1, 1))
