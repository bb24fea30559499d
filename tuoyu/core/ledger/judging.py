"""Every row judged: new, update, duplicate or refused, with the points that say why."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from tuoyu.core.ledger.checks import CHECKS, Check, after
from tuoyu.core.ledger.counties import Locator
from tuoyu.core.ledger.entry import Entry
from tuoyu.core.ledger.fields import label_of
from tuoyu.core.ledger.findings import Findings
from tuoyu.core.ledger.identity_checks import legal_form, place_of_code
from tuoyu.core.ledger.known import Known, Register
from tuoyu.core.ledger.likeness import Index, Traits
from tuoyu.core.ledger.limits import Limits
from tuoyu.core.ledger.mapping import ColumnMapping
from tuoyu.core.ledger.points import Outcome, Place, Point
from tuoyu.core.ledger.regions import Regions
from tuoyu.core.ledger.rows import RowReader
from tuoyu.core.sheets.layout import Layout, Line, Table
from tuoyu.core.sheets.names import KeyMaker, key_maker, trigram_set
from tuoyu.core.sheets.text import fold
from tuoyu.core.sheets.values import Cell

PROGRESS = 500
# Rows that are handed on together: the first ones soon, later ones in ever larger parts, and
# never so many more that whoever takes them would have to wait.
FIRST_PART, LARGEST_PART = 250, 4_000


@dataclass(slots=True)
class RowJudgement:
    """`matched` is the known institution's id; `same_as` the earlier row of the file."""

    place: Place
    outcome: Outcome
    entry: Entry
    points: list[Point]
    cells: Sequence[Cell]
    matched: str | None = None
    same_as: Place | None = None
    why: str = ""
    changes: dict[str, tuple[object, object]] | None = None


@dataclass(slots=True)
class Bench:
    """What judging needs besides the rows, and what it remembers from sheet to sheet."""

    regions: Regions
    register: Register
    limits: Limits
    keys: KeyMaker
    seen: Index[Place] = field(default_factory=Index)
    rows: dict[Place, "RowJudgement"] = field(default_factory=dict)
    # Told how many rows are judged so far, every PROGRESS rows, for long files.
    tell: Callable[[int], None] | None = None
    judged: int = 0

    def count(self) -> None:
        self.judged += 1
        if self.tell and self.judged % PROGRESS == 0:
            self.tell(self.judged)


def make_bench(
    regions: Regions, known: Iterable[Known] = (), limits: Limits | None = None
) -> Bench:
    keys = key_maker(regions.words)
    return Bench(regions, Register(known, keys), limits or Limits(), keys)


def judge_rows(
    table: Table,
    mapping: ColumnMapping,
    bench: Bench,
    *,
    layout: Layout,
    as_of: date | None = None,
) -> Iterator[list[RowJudgement]]:
    """Every data row of the table, in order, part by part. Pure: nothing is written."""
    reader = RowReader(table, mapping, bench.keys)
    locator = Locator(table, mapping.position_of("region"), bench.regions, layout)
    checks: tuple[Check, ...] = (*CHECKS, legal_form, place_of_code)
    if as_of:
        checks = (*checks, after(as_of, "台账截至日期"))
    lines, start, size = table.data, 0, FIRST_PART
    while part := lines[start : start + size]:
        yield [_judge(line, reader, locator, checks, bench) for line in part]
        start, size = start + size, min(3 * size // 2, LARGEST_PART)


def _judge(
    line: Line, reader: RowReader, locator: Locator, checks: Sequence[Check], bench: Bench
) -> RowJudgement:
    entry, findings = reader.read(line)
    if not entry.name:
        findings.refuse("name", "没有机构名称", "请填写机构名称")
    locator.locate(line, entry, findings)
    for check in checks:
        check(entry, findings, bench.limits)
    judgement = RowJudgement(
        Place(findings.sheet, line.row), Outcome.NEW, entry, findings.points, line.cells
    )
    if findings.refused:
        judgement.outcome = Outcome.REFUSED
    else:
        _compare(judgement, findings, bench)
    bench.count()
    return judgement


def _compare(judgement: RowJudgement, findings: Findings, bench: Bench) -> None:
    """Hold the row against the rows before it, then against the register."""
    entry = judgement.entry
    region = entry.region.code if entry.region else ""
    code = entry.code if entry.code and entry.code_is_sound else ""
    address = fold(entry.address) if entry.address else ""
    key, phone = entry.key, entry.phone or ""
    mine = Traits(
        *(judgement.place, entry.name or "", key, trigram_set(key.core)),
        *(region, code, address, phone),
    )
    found = bench.seen.find(mine)
    if found and found.kind == "same":
        judgement.outcome, judgement.same_as, judgement.why = (
            Outcome.DUPLICATE,
            found.other.ref,
            found.why,
        )
        _tell_duplicate(judgement, findings, bench)
        return
    if found:
        words = f"与{found.other.ref}“{found.other.name}”{found.why}"
        findings.settle("name", words, "请核实是不是同一家")
    bench.seen.add(mine)
    bench.rows[judgement.place] = judgement
    _against_register(judgement, mine, findings, bench)


def _tell_duplicate(judgement: RowJudgement, findings: Findings, bench: Bench) -> None:
    first = bench.rows[judgement.same_as] if judgement.same_as else judgement
    differing = _differences(first.entry, judgement.entry)
    words = f"与{first.place}“{first.entry.name}”是同一家（{judgement.why}）"
    if differing:
        findings.settle("name", f"{words}，但{'、'.join(differing)}不同", "请核实以哪一行为准")
    else:
        findings.tell("name", f"{words}，内容一致，只登记一次")


_COMPARED = (
    *(
        "code",
        "address",
        "head",
        "phone",
        "places",
        "children",
        "classes",
        "carers",
        "filed_on",
    ),
    *("services", "prices", "inclusive", "area", "status", "remark"),
)


def _differences(one: Entry, other: Entry) -> list[str]:
    return [label_of(name) for name in _COMPARED if _plain(one, name) != _plain(other, name)]


def _plain(entry: Entry, name: str) -> object:
    value = getattr(entry, name)
    return fold(value) if isinstance(value, str) else value


def _against_register(
    judgement: RowJudgement, traits: Traits[Place], findings: Findings, bench: Bench
) -> None:
    found = bench.register.find(traits)
    if found is None:
        return
    other = found.other
    if found.kind == "maybe":
        words = f"与已登记的“{other.name}”{found.why}"
        findings.settle("name", words, "请核实是不是同一家；是则改为更新")
        return
    judgement.matched, judgement.why = other.ref, found.why
    judgement.changes = bench.register.changes(other.ref, judgement.entry)
    same = judgement.changes == {}
    judgement.outcome = Outcome.DUPLICATE if same else Outcome.UPDATE
    if fold(other.name) != fold(traits.name):
        findings.settle(
            "name",
            f"登记册里的名称是“{other.name}”（{found.why}）",
            "请核实是写法不同还是已更名",
        )
    if other.code and traits.code and other.code != traits.code:
        findings.settle("code", f"登记册里的代码是 {other.code}", "请核实代码")
