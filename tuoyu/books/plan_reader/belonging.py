"""Which clause a row of the table of tasks belongs to, and the two read as one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from tuoyu.books.plan_reader.tasks import Task, bare, numbers_in

# A row is a clause's when nearly all it says stands there, and in no other clause as much.
_NEARLY_ALL, _AHEAD, _FEWEST = 0.75, 0.15, 5
_SHORTEST_CHAIN = 2
_ADDED = ("by", "due", "indicator")
Clause = Mapping[str, Any]


def clause_of(task: Task, clauses: Sequence[Clause]) -> str:
    """The id of the clause the row carries out; empty when none is plainly meant."""
    return _named(task, clauses) or _headed(task, clauses) or _alike(task, clauses)


def _named(task: Task, clauses: Sequence[Clause]) -> str:
    """It begins with the clause's own number: 二（三）2."""
    for line in (*task.about.split("\n"), task.task):
        chain = list(numbers_in(line))
        if len(chain) >= _SHORTEST_CHAIN or any(one.endswith("条") for one in chain):
            found = [c["id"] for c in clauses if c["id"] == "".join(chain)]
            if found:
                return str(found[0])
    return ""


def _headed(task: Task, clauses: Sequence[Clause]) -> str:
    name = _plain(bare(task.task))
    found = [clause["id"] for clause in clauses if _plain(clause["heading"]) == name]
    return str(found[0]) if len(found) == 1 else ""


def _alike(task: Task, clauses: Sequence[Clause]) -> str:
    asked = _pairs(bare(task.task))
    if len(asked) < _FEWEST or not clauses:
        return ""
    shares = {
        str(clause["id"]): len(asked & _pairs(clause["text"])) / len(asked)
        for clause in clauses
    }
    best = max(shares, key=lambda one: shares[one])
    next_best = max((share for one, share in shares.items() if one != best), default=0.0)
    plain = shares[best] >= _NEARLY_ALL and shares[best] - next_best >= _AHEAD
    return best if plain else ""


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


@lru_cache(maxsize=2048)  # every row of a table is held against the same clauses
def _pairs(text: str) -> frozenset[str]:
    plain = _plain(text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def joined(clauses: Iterable[Clause], tasks: Iterable[Clause]) -> list[dict[str, Any]]:
    """The clauses with the rows that belong to them, then the rows that stand alone."""
    whole = {clause["id"]: dict(clause) for clause in clauses}
    for task in tasks:
        clause = whole.get(task.get("clause", ""))
        if clause is None:
            whole[task["id"]] = dict(task)
        else:
            whole[clause["id"]] = _together(clause, task)
    return list(whole.values())


def _together(clause: dict[str, Any], task: Clause) -> dict[str, Any]:
    told = f"{task['says']}：{task['text']}"
    return clause | {
        "text": f"{clause['text']}\n{told}",
        "units": list(dict.fromkeys([*clause["units"], *task["units"]])),
        "deadlines": _days(clause["deadlines"], task["deadlines"]),
        "targets": _promised(clause["targets"], task["targets"]),
    }


def _days(own: Sequence[Clause], more: Sequence[Clause]) -> list[Clause]:
    known = {day["by"] for day in own}
    return [*own, *(day for day in more if day["by"] not in known)]


def _promised(own: Sequence[Clause], more: Sequence[Clause]) -> list[dict[str, Any]]:
    """What the clause promises is not promised twice; the row may add by when."""
    promised = [dict(one) for one in own]
    for one in more:
        same = next((known for known in promised if is_same(known, one)), None)
        if same is None:
            promised.append(dict(one))
        else:
            same.update({name: same.get(name) or one.get(name) for name in _ADDED})
    return promised


def is_same(known: Clause, one: Clause) -> bool:
    """Two quantities that promise the same, unless they name different days."""
    amount = all(known.get(name) == one.get(name) for name in ("min", "max", "unit"))
    days = {day for day in (known.get("by"), one.get("by")) if day}
    return amount and len(days) <= 1
