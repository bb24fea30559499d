"""What has been sealed cannot be changed unseen, and nothing escapes a seal."""

import json
import re
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from tuoyu.core import trail_proof
from tuoyu.core.trail_proof import GENESIS, merkle_root, verify
from tuoyu.records import services
from tuoyu.records.jobs import seal as seal_job
from tuoyu.records.models import Attachment, Entry, Leaf, Seal
from tuoyu.records.queries.seals import check_all, extract
from tuoyu.records.queries.trail import oldest_running
from tuoyu.records.services import note
from tuoyu.records.tests.make import NOON, Someone, settle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _lifetime() -> None:
    """Tests before us emptied the tables; the first deed in a cluster begins its lifetime."""
    oldest_running()


SUBJECT = Attachment(pk=5, name="租赁合同.pdf")


def _note(count: int = 1) -> None:
    for number in range(count):
        note("paper.read", SUBJECT, by=Someone(), at=NOON, number=number, ratio=1.5)


def seal_entries(at: datetime) -> Seal | None:
    settle()
    return services.seal_entries(at)


def _lines() -> list[str]:
    return list(extract(NOON.date(), NOON.date(), at=NOON))


def _tamper(statement: str) -> None:
    """As somebody with the rights of the database's owner could."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_seals_are_chained_and_cover_each_entry_once() -> None:
    _note(3)
    first = seal_entries(NOON)
    _note(2)
    second = seal_entries(NOON + timedelta(minutes=1))

    assert first is not None
    assert second is not None
    assert (first.number, first.count, first.previous) == (1, 3, GENESIS)
    assert (second.number, second.count, second.previous) == (2, 2, first.digest)
    numbers = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    covered = [(seal.first_entry, seal.last_entry) for seal in (first, second)]
    assert covered == [(numbers[0], numbers[2]), (numbers[3], numbers[4])]
    assert second.from_xid == first.until_xid
    assert Leaf.objects.count() == Entry.objects.count() == 5
    assert check_all().problems == []


def test_nothing_new_makes_no_seal() -> None:
    _note()
    settle()
    seal_job(timestamp=0)
    seal_job(timestamp=60)

    assert Seal.objects.count() == 1


def test_an_entry_of_a_running_deed_waits_for_the_next_seal() -> None:
    wrote, may_commit = threading.Event(), threading.Event()

    def slow_deed() -> None:
        with transaction.atomic():
            _note()
            wrote.set()
            may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=slow_deed)
    thread.start()
    wrote.wait(10)
    _note()
    assert services.seal_entries(NOON) is None
    may_commit.set()
    thread.join()

    seal = seal_entries(NOON)
    assert seal is not None
    assert seal.count == 2


def test_many_hands_and_two_sealers_lose_nothing() -> None:
    failures: list[BaseException] = []

    def run(deed: object, times: int) -> None:
        try:
            for _ in range(times):
                with transaction.atomic():
                    deed()  # type: ignore[operator]
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    hands = [threading.Thread(target=run, args=(_note, 40)) for _ in range(4)]
    sealers = [
        threading.Thread(target=run, args=(lambda: services.seal_entries(NOON), 20))
        for _ in range(2)
    ]
    for thread in hands + sealers:
        thread.start()
    for thread in hands + sealers:
        thread.join()
    seal_entries(NOON)

    assert not failures
    assert Entry.objects.count() == Leaf.objects.count() == 160
    assert check_all().problems == []


@pytest.mark.parametrize("table", ["records_seal", "records_leaf"])
def test_seals_can_be_neither_changed_nor_removed(table: str) -> None:
    _note()
    seal_entries(NOON)

    with pytest.raises(Error, match="只增不改"):
        connection.cursor().execute(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "UPDATE records_entry SET actor_name = '别人' WHERE id = {id}",
            "第 {id} 条留痕.*不一样",
        ),
        ("DELETE FROM records_entry WHERE id = {id}", "第 {id} 条留痕不见了"),
        ("DELETE FROM records_leaf WHERE entry_id = {id}", "应有 3 条留痕，这里是 2 条"),
        ("UPDATE records_leaf SET digest = '\\x00' WHERE entry_id = {id}", "合起来和封存时"),
        ("UPDATE records_seal SET count = 3, root = repeat('0', 64)", "和它的摘要不一致"),
        (
            "DELETE FROM records_leaf WHERE seal_id = 2;"
            " DELETE FROM records_seal WHERE number = 2",
            "少了第 2 号封存",
        ),
    ],
)
def test_every_way_of_tampering_is_named(statement: str, words: str) -> None:
    _note(3)
    seal_entries(NOON)
    for _ in range(2):
        _note()
        seal_entries(NOON)
    target = Entry.objects.order_by("pk")[1].pk

    _tamper(statement.format(id=target))

    problems = "\n".join(check_all().problems)
    assert re.search(words.format(id=target), problems), problems


def test_an_extract_verifies_by_the_script_alone(tmp_path: Path) -> None:
    _note(4)
    seal_entries(NOON)
    _note()
    path, out = tmp_path / "trail.jsonl", StringIO()
    call_command("export_trail", path, since=NOON.date(), until=NOON.date(), stdout=out)

    said = subprocess.run(
        [sys.executable, "-I", trail_proof.__file__, str(path)], capture_output=True, text=True
    )

    assert said.returncode == 0, said.stdout + said.stderr
    assert "1 号封存、4 条已封存的留痕，另有 1 条还没有封存" in said.stdout
    assert Seal.objects.get().digest in said.stdout


def test_a_changed_extract_is_refused_by_line() -> None:
    _note(3)
    seal_entries(NOON)
    lines = _lines()
    entry = json.loads(lines[2])
    entry["entry"]["detail"]["number"] = 99
    lines[2] = json.dumps(entry)

    (problem,) = verify(lines).problems

    assert problem.startswith(f"第 {entry['id']} 条留痕")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: lines[1:], "不是留痕摘录的开头"),
        (lambda lines: lines[:-1], "应有 3 条留痕，这里是 2 条"),
        (lambda lines: [*lines[:-1], lines[-1][:40]], "读不出来"),
        (lambda lines: [lines[0], *lines[2:]], "不属于任何封存"),
    ],
)
def test_a_cut_extract_is_refused(change: object, words: str) -> None:
    _note(3)
    seal_entries(NOON)

    problems = verify(change(_lines())).problems  # type: ignore[operator]

    assert any(words in problem for problem in problems), problems


def test_an_anchor_shows_a_chain_that_was_rewritten() -> None:
    _note()
    seal = seal_entries(NOON)
    assert seal is not None

    assert verify(_lines(), anchor=seal.digest).problems == []
    assert "整段替换" in verify(_lines(), anchor="ab" * 32).problems[0]


def test_commands_say_what_they_did(tmp_path: Path) -> None:
    out = StringIO()
    call_command("seal", stdout=out)
    _note()
    settle()
    call_command("seal", stdout=out)
    call_command("verify", stdout=out)

    assert "没有新的留痕" in out.getvalue()
    assert "第 1 号封存：1 条" in out.getvalue()
    assert out.getvalue().endswith("全部一致。\n")


def test_a_tampered_database_ends_with_exit_code_one() -> None:
    _note()
    settle()
    call_command("seal", stdout=StringIO())
    _tamper("UPDATE records_entry SET actor_name = '别人'")

    with pytest.raises(SystemExit, match="1"):
        call_command("verify", stdout=StringIO())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["export_trail", "--from", "11月", "x"], "2026-11-24 这样"),
        (["export_trail", "--from", "2026-02-01", "--to", "2026-01-01", "x"], "早于"),
        (["export_trail", "/nowhere/at/all"], "写不了"),
        (["verify", "/nowhere/at/all"], "读不了"),
    ],
)
def test_commands_refuse_in_one_clear_line(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command(*arguments)


@pytest.mark.parametrize(
    ("leaves", "root"),
    [
        ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ([b"\x01" * 32], "01" * 32),
    ],
)
def test_the_smallest_trees(leaves: list[bytes], root: str) -> None:
    assert merkle_root(leaves) == root


def test_an_odd_leaf_climbs_as_it_is() -> None:
    one, two, three = (bytes([n]) * 32 for n in (1, 2, 3))

    pair = bytes.fromhex(merkle_root([one, two]))

    assert merkle_root([one, two, three]) == merkle_root([pair, three])
