"""The trail only grows, and who reads it by a cursor misses nothing."""

import threading
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import structlog
from django.db import Error, connection, transaction

from tuoyu.records.models import Attachment, Entry, Lifetime
from tuoyu.records.queries import Asked, browse, deeds_seen, history_of, mark, news_after
from tuoyu.records.queries.trail import oldest_running
from tuoyu.records.services import CLOCKWORK, note
from tuoyu.records.tests.make import NOON, Someone, settle

SUBJECT = Attachment(pk=5, name="租赁合同.pdf")


def _note(deed: str = "paper.read", **detail: Any) -> Entry:
    return note(deed, SUBJECT, by=Someone(), at=NOON, **detail)


@pytest.mark.django_db
def test_an_entry_says_who_did_what_to_which_and_when() -> None:
    entry = _note(due=date(2026, 12, 1), area=Decimal("12.50"), units=(SUBJECT, SUBJECT))

    entry.refresh_from_db()
    assert (entry.at, entry.actor_name, entry.deed) == (NOON, "李经办", "paper.read")
    assert (entry.subject_kind, entry.subject_id) == ("records.attachment", 5)
    assert entry.detail == {"due": "2026-12-01", "area": "12.50", "units": [5, 5]}
    assert entry.acting_for == ""


@pytest.mark.django_db
def test_days_and_sizes_within_a_detail_are_written_out_too() -> None:
    entry = _note(asked={"since": date(2026, 12, 1), 7: Decimal("1.5")}, kinds={"fire"})

    entry.refresh_from_db()
    assert entry.detail == {"asked": {"since": "2026-12-01", "7": "1.5"}, "kinds": ["fire"]}


@pytest.mark.django_db
def test_the_mark_moves_with_every_deed_and_only_with_one() -> None:
    assert mark() == ""
    _note()
    seen = mark()
    assert seen
    assert mark() == seen

    _note()

    assert mark() != seen


@pytest.mark.django_db
def test_the_mark_stands_still_through_deeds_of_a_quiet_room() -> None:
    _note()
    seen = mark(quiet=["person"])

    note("person.signed_in", SUBJECT, by=CLOCKWORK, at=NOON)
    assert (mark(quiet=["person"]) == seen, mark() == seen) == (True, False)
    note("personal.told", SUBJECT, by=CLOCKWORK, at=NOON)
    assert mark(quiet=["person"]) != seen


@pytest.mark.django_db
def test_the_mark_sees_a_deed_numbered_early_and_committed_late() -> None:
    entry = _note()
    values = {field.attname: getattr(entry, field.attname) for field in Entry._meta.fields}
    before = mark()

    Entry.objects.bulk_create([Entry(**values | {"id": entry.pk - 1})])

    assert mark() != before


@pytest.mark.django_db
def test_a_deed_is_in_the_server_log_by_numbers_alone(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with structlog.testing.capture_logs() as lines:
        fresh = structlog.stdlib.get_logger("tuoyu.deeds")
        monkeypatch.setattr("tuoyu.records.services.trail.log", fresh)
        with django_capture_on_commit_callbacks(execute=True):
            entry = _note(reason="家里有事")

    (line,) = lines
    assert (line["deed"], line["entry"]) == ("paper.read", entry.pk)
    assert line["subject"] == "records.attachment:5"
    assert not {"李经办", "家里有事", SUBJECT.name} & set(map(str, line.values()))


@pytest.mark.django_db
def test_the_platform_itself_may_act() -> None:
    assert note("paper.lost", SUBJECT, by=CLOCKWORK, at=NOON).actor_name == "系统"


@pytest.mark.django_db
def test_while_supported_the_supporter_is_the_actor() -> None:
    supported = Someone(pk=8, name="王经办")
    supported.supporter = Someone(pk=9, name="赵支持")  # type: ignore[attr-defined]

    entry = note("paper.read", SUBJECT, by=supported, at=NOON)

    assert (entry.actor_id, entry.actor_name, entry.acting_for) == (9, "赵支持", "王经办")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE records_entry SET deed = 'x'", "DELETE FROM records_entry"],
)
def test_an_entry_can_be_neither_changed_nor_removed(statement: str) -> None:
    _note()

    with pytest.raises(Error, match="只增不改"), transaction.atomic():
        connection.cursor().execute(statement)

    assert Entry.objects.get().deed == "paper.read"


@pytest.mark.django_db
def test_the_browser_narrows_by_everything_it_offers() -> None:
    _note("paper.read")
    note("paper.kept", SUBJECT, by=Someone(1, "周经办"), at=NOON - timedelta(days=2))

    assert browse(Asked()).count() == 2
    assert browse(Asked(deed="paper.kept")).get().actor_name == "周经办"
    assert browse(Asked(actor="李经办")).get().deed == "paper.read"
    assert browse(Asked(subject="租赁")).count() == 2
    assert browse(Asked(since=NOON.date())).get().deed == "paper.read"
    assert browse(Asked(until=NOON.date() - timedelta(days=1))).get().deed == "paper.kept"
    assert not browse(Asked(region="41/4104")).exists()
    assert deeds_seen() == ["paper.kept", "paper.read"]
    assert [entry.deed for entry in history_of(SUBJECT)] == ["paper.read", "paper.kept"]


@pytest.mark.django_db(transaction=True)
def test_a_cursor_waits_for_an_entry_that_is_committed_late() -> None:
    oldest_running()
    wrote, may_commit = threading.Event(), threading.Event()

    def slow_deed() -> None:
        with transaction.atomic():
            _note("slow.written")
            wrote.set()
            may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=slow_deed)
    thread.start()
    wrote.wait(10)
    _note("quick.written")

    assert news_after(0, 0) == []
    may_commit.set()
    thread.join()
    settle()
    news = news_after(0, 0)
    assert [entry.deed for entry in news] == ["slow.written", "quick.written"]
    assert news_after(news[-1].xid, news[-1].pk) == []


@pytest.mark.django_db(transaction=True)
def test_a_reader_within_a_deed_does_not_take_the_deed_for_done() -> None:
    oldest_running()
    with transaction.atomic():
        _note()
        assert news_after(0, 0) == []
    settle()
    assert len(news_after(0, 0)) == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_go_on_growing_after_a_restore_into_another_cluster() -> None:
    before = _note()
    Lifetime.objects.create(cluster=1, start=before.xid + 5_000_000)
    elsewhere = Entry.objects.create(
        at=NOON,
        xid=before.xid + 9_000_000,
        deed="paper.read",
        subject_kind="x",
        subject_label="x",
        actor_name="x",
    )

    after = _note()

    assert after.xid > elsewhere.xid
    settle()
    assert [entry.pk for entry in news_after(0, 0)] == [before.pk, elsewhere.pk, after.pk]
