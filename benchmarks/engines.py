"""The institution-level rules alone in three engines, from the same rows.

Each starts with a connection to PostgreSQL and ends with a list of breaches with evidence.
"""

import json
import os
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

import numpy as np  # noqa: E402
import zen  # noqa: E402
from django.db import connection  # noqa: E402
from openfisca_core.entities import build_entity  # noqa: E402
from openfisca_core.periods import DateUnit  # noqa: E402
from openfisca_core.simulations import SimulationBuilder  # noqa: E402
from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # noqa: E402
from openfisca_core.variables import Variable  # noqa: E402

from benchmarks.ground import best  # noqa: E402
from benchmarks.translated import truth, zen_truth  # noqa: E402
from tuoyu.assessment.queries import library  # noqa: E402
from tuoyu.assessment.queries.city import breaches  # noqa: E402
from tuoyu.books import Rule  # noqa: E402
from tuoyu.core.clock import today  # noqa: E402

SAMPLE = int(os.environ.get("BENCH_ZEN_ROWS", "5000"))  # zen is timed on these and scaled
Breach = tuple[int, str, dict[str, Any]]


def main() -> None:
    rules = [r for r in library().rules(today()).values() if r.subject == "institution"]
    columns = sorted({name for rule in rules for name in rule.columns})
    system, words = _system(rules, columns)
    ours = fisca = 1e9
    for _ in range(3):  # in turn, so that what else the machine does meets both
        seconds, own = best(lambda: list(breaches(rules, today())), 1)
        ours = min(ours, seconds)
        seconds, theirs = best(lambda: _openfisca(system, rules, columns, words), 1)
        fisca = min(fisca, seconds)
    rows, loading = _rows(columns)
    decision = _decision(rules)
    seconds, third = best(lambda: _zen(decision, rules, columns, rows[:SAMPLE]), 1)
    slow = loading + seconds * len(rows) / min(SAMPLE, len(rows))
    mine = {(b.institution_id, b.rule.id) for b in own}
    few = {row[0] for row in rows[:SAMPLE]}
    print("openfisca differs by", len(mine ^ {(i, r) for i, r, _ in theirs}), "verdicts")
    print(
        "zen differs by", len({p for p in mine if p[0] in few} ^ {(i, r) for i, r, _ in third})
    )
    print(
        f"RESULT {len(rules)} rules × {len(rows):,} institutions, {len(own):,} breaches"
        f" | PostgreSQL {ours:.2f} s; OpenFisca {fisca:.2f} s = {fisca / ours:.1f}×;"
        f" zen {slow:.0f} s = {slow / ours:.0f}× | ≥ 1.5×; ≥ 20×"
    )


def _rows(columns: list[str]) -> tuple[list[Any], float]:
    def load() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
            cursor.execute("SET work_mem = '256MB'")
            cursor.execute(
                f"SELECT institution_id, {', '.join(columns)} FROM facts.institution(%s)",
                [today()],
            )
            return cursor.fetchall()

    seconds, rows = best(load, 1)
    return rows, seconds


def _system(rules: list[Rule], columns: list[str]) -> tuple[Any, dict[str, int]]:
    """One input variable a column, one formula a rule."""
    entity = build_entity(key="institution", plural="institutions", label="", is_person=True)
    system = TaxBenefitSystem([entity])
    literals = {
        term.value
        for rule in rules
        for term in rule.breach.term.walk()
        if isinstance(term.value, str)
    }
    words = {word: place for place, word in enumerate(sorted(literals))}
    base = {"entity": entity, "value_type": float, "definition_period": DateUnit.DAY}
    for name in columns:
        system.add_variable(type(name, (Variable,), dict(base)))
    for place, rule in enumerate(rules):
        own = base | {"value_type": bool, "formula": _formula(rule, words)}
        system.add_variable(type(f"rule_{place}", (Variable,), own))
    return system, words


def _formula(rule: Rule, words: dict[str, int]) -> Callable[..., Any]:
    def formula(institution: Any, period: Any) -> Any:
        facts = {name: institution(name, period) for name in rule.columns}
        yes, _ = truth(rule.breach.term, facts, words)
        return yes

    return formula


def _openfisca(
    system: Any, rules: list[Rule], columns: list[str], words: dict[str, int]
) -> list[Breach]:
    rows, _ = _rows(columns)
    table = list(zip(*rows, strict=True))
    simulation = SimulationBuilder().build_default_simulation(system, count=len(rows))
    for name, values in zip(columns, table[1:], strict=True):
        simulation.set_input(name, today().isoformat(), _array(values, words))
    found: list[Breach] = []
    for place, rule in enumerate(rules):
        broken = simulation.calculate(f"rule_{place}", today().isoformat())
        spots = [columns.index(name) + 1 for name in rule.columns]
        for row in np.nonzero(broken)[0]:
            one = rows[row]
            evidence = {n: one[s] for n, s in zip(rule.columns, spots, strict=True)}
            found.append((one[0], rule.id, evidence))
    return found


def _array(values: tuple[Any, ...], words: dict[str, int]) -> Any:
    sample = next((value for value in values if value is not None), None)
    if isinstance(sample, str):
        return np.array([np.nan if v is None else words.get(v, -1) for v in values], "float32")
    return np.array(values, dtype="float32")


def _decision(rules: list[Rule]) -> Any:
    said = [
        {"id": f"e{n}", "key": f"rule_{n}", "value": zen_truth(rule.breach.term)[0]}
        for n, rule in enumerate(rules)
    ]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "x", "type": "expressionNode", "name": "x", "content": {"expressions": said}},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "x"},
        {"id": "2", "type": "edge", "sourceId": "x", "targetId": "out"},
    ]
    return zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))


def _zen(decision: Any, rules: list[Rule], columns: list[str], rows: list[Any]) -> list[Breach]:
    found: list[Breach] = []
    for row in rows:
        facts = {name: _plain(value) for name, value in zip(columns, row[1:], strict=True)}
        answer = decision.evaluate(facts)["result"]
        for place, rule in enumerate(rules):
            if answer[f"rule_{place}"] is True:
                found.append((row[0], rule.id, {name: facts[name] for name in rule.columns}))
    return found


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | bool | int | None) else float(value)


if __name__ == "__main__":
    start = time.perf_counter()
    main()
    print(f"({time.perf_counter() - start:.0f} s in all)")
