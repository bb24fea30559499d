"""The books against the rows they were written from: certainty, clause, figure, boundary."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

import pytest

from tuoyu.books import Entry, Rule
from tuoyu.books.entries import Clock
from tuoyu.books.table import shelves

# How sure each row of the regulations is of itself.
SURE: Mapping[str, str] = {
    "V2": "CLS-01 CLS-02 CLS-03 CLS-04 CLS-05 CLS-06 CLS-07 RAT-01 RAT-02 RAT-03 RAT-04 "
    "STF-01 STF-03 STF-04 STF-06 SIT-01 SCL-01 FIL-06 FIL-09 ENR-03 ENR-04 ENR-05 PUB-01 "
    "CAR-01 HOB-01 SIC-02 SHC-01 SHC-02 EMG-01 EMG-02 ANN-01 BLD-01 BLD-13 BLD-14 BLD-15 "
    "FIR-01 FIR-02 FIR-04 FIR-06 FIR-07 FIR-08 FIR-09 FIR-10 FIR-11 FIR-12 HLT-01 HLT-02 "
    "HLT-03 HLT-04 HLT-05 HLT-06 HLT-07 HLT-08 VAC-01 VAC-02 HYG-01 HYG-02 HYG-03 HYG-04 "
    "HYG-05 HYG-06 OUT-01 WAT-01 MEA-01 FAM-01 FAM-02 FAM-03 FAM-04 FAM-05 FAM-06 FAM-07 "
    "FAM-10",
    "K:h": "CLS-08 RAT-05 STF-02 STF-05 SIT-02 SIT-03 SIT-04 SIT-05 SIT-06 FIL-08 ENR-01 "
    "ENR-02 CAR-02 SIC-01 SEC-01 STF-10 BLD-16 BLD-17 BLD-18 BLD-19 BLD-22 BLD-23 BLD-26 "
    "FIR-05 FIR-17 CHK-01 CHK-02 CHK-03 CHK-04 CHK-05 CHK-06 SLP-01 DIS-01 DIS-02 DIS-03 "
    "REC-01",
    "K:m": "TRN-02 BLD-20 BLD-21 BLD-24 BLD-25 FIR-13 HLT-09 MEA-03",
    "V": "REG-01 REG-02 REG-03 REG-04 REG-05 FIL-01 FIL-02 FIL-10 M1 M3 FIR-15 VAC-03 "
    "VAC-04 VAC-05 MEA-05",
    "V V2": "FIL-03 FIL-04 FIL-05 M2 M4 M5 M7 RPT-01 VID-01 VID-02 VID-03 STF-11 SUP-02 "
    "FIR-16 BLD-05 BLD-07 BLD-08 BLD-09 BLD-10 BLD-11 BLD-12",
    "V K:h": "M6 PAR-01 STF-12 SUP-01",
    "V2 K:h": "BLD-02 FIR-14 MEA-02 INF-01 FAM-09",
    "V2 K:m": "TRN-01 FIL-07 FIR-03 FAM-08",
    "V V2 K:m": "BLD-03 BLD-04 BLD-06",
    "V V2 K:h": "MEA-04",
}
# What an entry may add: our own parameters, unread forms, and the city's plan, read officially.
ADDED = {
    "FIL-02": {"K:m", "K:l"},
    "FIL-07": {"V"},
    "M1": {"K:m"},
    "EMG-02": {"V"},
    "FAM-05": {"K:l"},
}
CLAUSES: Mapping[str, str] = {
    "CLS-01": "第十九条",
    "RAT-01": "第二十条",
    "STF-01": "第十八条",
    "STF-05": "第二十二条",
    "STF-06": "第二十一条",
    "SIT-01": "第十一条",
    "SCL-01": "1.0.3",
    "REG-01": "第四条",
    "REG-04": "第五条",
    "REG-05": "第六条",
    "FIL-01": "第七条",
    "M1": "第八条",
    "FIL-04": "第九条",
    "FIL-05": "第十条",
    "ENR-03": "第十一条",
    "CAR-01": "第十八条",
    "VID-03": "第三十二条",
    "STF-10": "第三十三条",
    "ANN-01": "第三十八条",
    "BLD-05": "4.2.3A",
    "BLD-14": "4.1.9",
    "FIR-01": "5.4.4",
    "FIR-03": "GB 55037—2022 第4.3.4条",
    "FIR-04": "5.5.15",
    "FIR-05": "5.5.17",
    "HLT-01": "第十二条",
    "HLT-03": "第十一条",
    "CHK-01": "第二部分第四节",
    "DIS-01": "第二部分第五节",
    "REC-01": "第二部分第十节",
}
FIGURES: Mapping[str, str] = {
    "CLS-01": "6 12",
    "CLS-02": "12 24",
    "CLS-03": "24 36",
    "CLS-04": "10",
    "CLS-05": "15",
    "CLS-06": "20",
    "CLS-07": "18 36",
    "RAT-01": "3",
    "RAT-02": "5",
    "RAT-03": "7",
    "RAT-04": "5",
    "SIT-01": "36",
    "SCL-01": "10",
    "TRN-01": "60",
    "TRN-02": "120",
    "FIL-03": "5",
    "FIL-04": "15",
    "FIL-09": "15",
    "CAR-01": "120",
    "VID-03": "90",
    "BLD-03": "30 15 6 4",
    "BLD-04": "35 6 8 4",
    "BLD-05": "50",
    "BLD-06": "105 12 8 9",
    "BLD-07": "10",
    "BLD-09": "1.2",
    "BLD-12": "2 3 0.25 0.40 0.45 0.35",
    "BLD-13": "3",
    "BLD-14": "1.30 0.09",
    "BLD-15": "0.11 0.09",
    "BLD-16": "0.60 0.90",
    "BLD-17": "1.20",
    "BLD-18": "0.60",
    "BLD-19": "1.8 2.4",
    "BLD-20": "2.80",
    "BLD-22": "2 3",
    "BLD-23": "4 3",
    "BLD-25": "12 15",
    "BLD-26": "1.80",
    "FIR-01": "3 2",
    "FIR-04": "50 2",
    "FIR-05": "25 20",
    "FIR-06": "3",
    "FIR-09": "50 2",
    "FIR-12": "30",
    "FIR-13": "184",
    "FIR-17": "1000",
    "HLT-01": "150",
    "HLT-02": "150",
    "VAC-01": "30",
    "HYG-01": "0.2",
    "HYG-05": "6 1",
    "HYG-06": "14",
    "CHK-01": "2",
    "SLP-01": "210 240 120",
    "WAT-01": "50 100",
    "MEA-01": "2",
    "MEA-02": "14",
    "MEA-04": "125 48",
    "DIS-01": "2 10",
    "DIS-03": "7 31",
    "REC-01": "3",
    "FAM-01": "5",
    "FAM-02": "3",
    "FAM-03": "36",
    "FAM-08": "9",
    "FAM-10": "90",
}
NUMBER = re.compile(r"\d+(?:\.\d+)?")
LIMIT = re.compile(r"(\w+) (<=|>=|<|>) (\d+(?:\.\d+)?)(?! ?[*/])")


def entries_by_code() -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for book in shelves().all_books:
        if not book.head.draft:
            for entry in book.entries:
                found[entry.code].append(entry)
    return found


ENTRIES = entries_by_code()
RULES = [entry for group in ENTRIES.values() for entry in group if isinstance(entry, Rule)]


@pytest.mark.parametrize(
    ("code", "marks"),
    [(code, set(marks.split())) for marks, codes in SURE.items() for code in codes.split()],
)
def test_an_entry_is_no_surer_than_the_row_it_comes_from(code: str, marks: set[str]) -> None:
    kept = {str(mark) for entry in ENTRIES[code] for mark in entry.confidence}
    assert kept == marks | (kept & ADDED.get(code, set()))


@pytest.mark.parametrize("code", CLAUSES)
def test_an_entry_names_the_clause_of_its_row(code: str) -> None:
    assert CLAUSES[code] in {entry.article for entry in ENTRIES[code]}


@pytest.mark.parametrize("code", FIGURES)
def test_the_figures_of_a_row_stand_in_its_rules_and_clocks(code: str) -> None:
    said = {figure for entry in ENTRIES[code] for figure in figures_of(entry)}
    assert {Decimal(figure) for figure in FIGURES[code].split()} <= said


def figures_of(entry: Entry) -> set[Decimal]:
    if isinstance(entry, Clock):
        return {Decimal(entry.days)}
    if isinstance(entry, Rule):
        text = f"{entry.when.text if entry.when else ''} {entry.holds.text}"
        return {Decimal(figure) for figure in NUMBER.findall(text)}
    return set()


def limits_of(rule: Rule) -> list[tuple[str, str, Decimal]]:
    found = LIMIT.findall(rule.holds.text)
    return [(column, sign, Decimal(figure)) for column, sign, figure in found]


LIMITED = pytest.mark.parametrize(
    "rule", [rule for rule in RULES if limits_of(rule)], ids=lambda rule: rule.id
)
WITHIN: Mapping[str, Callable[[Any, Any], bool]] = {"<=": le, ">=": ge, "<": lt, ">": gt}


@LIMITED
def test_a_limit_is_tried_exactly_where_it_lies(rule: Rule) -> None:
    """An inclusive limit is kept by its own figure, an exclusive one broken by it."""
    for column, sign, figure in limits_of(rule):
        tried = tries(rule, "keeps" if "=" in sign else "breaks", column)
        assert figure in tried, f"{column} {sign} {figure} is not tried at its limit"


@LIMITED
def test_every_limit_of_a_rule_has_a_case_that_breaks_it(rule: Rule) -> None:
    for column, sign, figure in limits_of(rule):
        tried = tries(rule, "breaks", column)
        assert not all(WITHIN[sign](one, figure) for one in tried), f"{column} {sign} {figure}"


def tries(rule: Rule, name: str, column: str) -> list[object]:
    """What the cases of that name say of a column."""
    said = [dict(case.facts).get(column) for case in rule.cases if case.name == name]
    return [one for one in said if one is not None]
