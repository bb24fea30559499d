"""A long ledger is written, and taken back, by the worker while its page shows it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tuoyu.core.errors import Refused
from tuoyu.core.ledger import judging
from tuoyu.institutions.jobs import go_on, index_names, take_back_ledger, write_ledger
from tuoyu.institutions.models import Institution, LedgerImport, Profile
from tuoyu.institutions.services import ledger as services
from tuoyu.institutions.services import stand
from tuoyu.institutions.services.ledger import committing, reading, undoing, working
from tuoyu.institutions.tests.ledgers import make_ledger, make_row
from tuoyu.institutions.tests.make import NOON, make_institution
from tuoyu.org.models import User
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY, make_unit, make_user
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def _long(settings: Any, tmp_path: Path, monkeypatch: Any) -> None:
    """Two rows are long enough here."""
    settings.ATTACHMENT_STORE = str(tmp_path)
    for module in (committing, undoing):
        monkeypatch.setattr(module, "AT_ONCE", 1)


@pytest.fixture
def officer() -> User:
    return make_user(Role.COUNTY_OFFICER, make_unit(COUNTY), name="李静")


def read(officer: User, *rows: list[Any]) -> LedgerImport:
    content = make_ledger(*(rows or (make_row(1), make_row(2))))
    return services.read_ledger(content, name="台账.xlsx", by=officer, at=NOON)


def write(ledger: LedgerImport, officer: User) -> LedgerImport:
    services.commit_ledger(ledger, by=officer, at=NOON)
    write_ledger.func(ledger.pk, officer.pk)
    ledger.refresh_from_db()
    return ledger


def test_a_long_ledger_is_written_by_the_worker_in_the_officers_name(officer: User) -> None:
    ledger = services.commit_ledger(read(officer), by=officer, at=NOON)

    assert (ledger.status, ledger.is_under_way) == ("writing", True)
    assert not Institution.objects.exists()
    job = ProcrastinateJob.objects.get(task_name=working.WRITE)
    assert job.args == {"ledger_id": ledger.pk, "user_id": officer.pk}
    write_ledger.func(**job.args)

    ledger.refresh_from_db()
    assert (ledger.status, ledger.problem) == ("committed", "")
    assert Institution.objects.count() == 2
    told = Entry.objects.filter(deed="ledger.committed").get()
    assert (told.actor_name, told.detail["new"]) == ("李静", 2)


def test_a_job_done_again_finds_nothing_to_do(officer: User) -> None:
    ledger = write(read(officer), officer)

    write_ledger.func(ledger.pk, officer.pk)
    take_back_ledger.func(ledger.pk, officer.pk)

    assert Institution.objects.count() == 2
    assert Entry.objects.filter(deed="ledger.committed").count() == 1


def test_a_ledger_written_by_another_worker_meanwhile_stays_written(officer: User) -> None:
    ledger = services.commit_ledger(read(officer), by=officer, at=NOON)
    write_ledger.func(ledger.pk, officer.pk)

    services.commit_begun(ledger, by=officer, at=NOON)

    ledger.refresh_from_db()
    assert (ledger.status, ledger.problem) == ("committed", "")
    assert Institution.objects.count() == 2


def test_a_ledger_whose_worker_fell_goes_on(officer: User) -> None:
    services.commit_ledger(read(officer), by=officer, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = %s",
            [working.WRITE],
        )
    context: Any = SimpleNamespace(app=app)

    async_to_sync(go_on.func)(context, 0)

    job = ProcrastinateJob.objects.get(task_name=working.WRITE)
    assert (job.status, job.attempts) == ("todo", 1)


def test_a_second_click_is_told_that_the_import_is_under_way(officer: User) -> None:
    ledger = read(officer)
    services.commit_ledger(ledger, by=officer, at=NOON)

    with pytest.raises(Refused, match="导入中"):
        services.commit_ledger(ledger, by=officer, at=NOON)

    assert ProcrastinateJob.objects.filter(task_name=working.WRITE).count() == 1


def test_a_register_that_moved_meanwhile_is_said_on_the_page(officer: User) -> None:
    ledger = services.commit_ledger(read(officer), by=officer, at=NOON)
    make_institution(name="小石榴托育园1", phone="13800000001")

    write_ledger.func(ledger.pk, officer.pk)

    ledger.refresh_from_db()
    assert ledger.status == "judged"
    page = enter(officer).get(reverse("institutions:ledger", args=[ledger.pk]))
    assert "判读之后登记册有了变动" in page.content.decode()
    assert Institution.objects.count() == 1


def test_a_fault_of_the_worker_leaves_the_ledger_to_be_tried_again(
    officer: User, monkeypatch: Any
) -> None:
    ledger = services.commit_ledger(read(officer), by=officer, at=NOON)

    def fall(*args: object, **rest: object) -> None:
        raise RuntimeError("the line is cut")

    with monkeypatch.context() as patch:
        patch.setattr(committing, "write", fall)
        with pytest.raises(RuntimeError):
            write_ledger.func(ledger.pk, officer.pk)

    ledger.refresh_from_db()
    assert (ledger.status, "再试一次" in ledger.problem) == ("judged", True)
    assert not Institution.objects.exists()
    assert write(ledger, officer).status == "committed"


def test_a_long_ledger_is_taken_back_by_the_worker(officer: User) -> None:
    ledger = services.undo_ledger(write(read(officer), officer), by=officer, at=NOON)
    assert ledger.status == "undoing"

    take_back_ledger.func(ledger.pk, officer.pk)

    ledger.refresh_from_db()
    assert ledger.status == "undone"
    assert not Institution.objects.exists()
    assert Entry.objects.filter(deed="ledger.undone").get().detail["institutions"] == 2


def test_what_was_built_upon_is_refused_before_the_worker_begins(officer: User) -> None:
    ledger = write(read(officer), officer)
    institution = Institution.objects.all()[0]
    stand(institution, "suspended", on=TODAY, reason="装修", by=officer, at=NOON)

    with pytest.raises(Refused, match="已有后续办理"):
        services.undo_ledger(ledger, by=officer, at=NOON)

    ledger.refresh_from_db()
    assert ledger.status == "committed"


def test_what_was_built_upon_meanwhile_is_said_on_the_page(officer: User) -> None:
    ledger = services.undo_ledger(write(read(officer), officer), by=officer, at=NOON)
    institution = Institution.objects.all()[0]
    stand(institution, "suspended", on=TODAY, reason="装修", by=officer, at=NOON)

    take_back_ledger.func(ledger.pk, officer.pk)

    ledger.refresh_from_db()
    assert (ledger.status, Institution.objects.count()) == ("committed", 2)
    page = enter(officer).get(reverse("institutions:ledger", args=[ledger.pk]))
    assert "上一次没有办成" in page.content.decode()
    assert "已有后续办理" in page.content.decode()


def test_many_corrected_rows_get_their_former_values_back(officer: User) -> None:
    for number in (1, 2):
        make_institution(
            on=TODAY, name=f"小石榴托育园{number}", phone=f"1380000000{number}", places=20
        )
    Profile.objects.filter(name="小石榴托育园2").update(registered_on="2020-05-06")
    before = list(Profile.objects.order_by("pk").values())
    heads = {"托位数": 30, "是否普惠": "否"}
    ledger = write(read(officer, make_row(1, **heads), make_row(2, 托位数=25)), officer)
    assert list(Profile.objects.order_by("pk").values()) != before

    services.undo_ledger(ledger, by=officer, at=NOON)
    take_back_ledger.func(ledger.pk, officer.pk)

    assert list(Profile.objects.order_by("pk").values()) == before


def test_after_a_long_ledger_the_planner_knows_its_tables(officer: User) -> None:
    write(read(officer), officer)
    assert ProcrastinateJob.objects.filter(task_name=working.SETTLE).exists()

    index_names.func()

    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'institutions_profile'")
        assert cursor.fetchone() == (2,)
    assert Profile.objects.filter(searchable__contains="小石榴托育园2").count() == 1


@pytest.mark.parametrize(
    ("status", "done", "words"),
    [
        ("judging", 0, "正在读取文件"),
        ("judging", 500, "已判 500 / 1,200"),
        ("judging", 1_199, "1,200 行都判完了，正在保存判读结果"),
        ("writing", 0, "正在一次写入 1,200 行"),
        ("writing", 500, "已重新核对 500 / 1,200"),
        ("writing", 1_199, "1,200 行都核对过了，正在一次写入"),
        ("undoing", 0, "正在整份撤回 1,200 行"),
    ],
)
def test_the_page_waits_while_the_worker_has_the_ledger(
    officer: User, status: str, done: int, words: str
) -> None:
    ledger, client = read(officer), enter(officer)
    LedgerImport.objects.update(status=status, done=done, total=1_200)

    page = client.get(reverse("institutions:ledger", args=[ledger.pk]))
    part = client.get(reverse("institutions:ledger_progress", args=[ledger.pk]))

    assert words in page.content.decode()
    assert "every 2s" in part.content.decode()
    assert "HX-Redirect" not in part


def test_headings_and_totals_are_not_counted_as_rows(officer: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 0)
    monkeypatch.setattr(judging, "PROGRESS", 1)
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(reading, "count_done", lambda _, *counted: told.append(counted))
    ledger = read(officer)
    assert ledger.total == 4  # with its title and its headings

    services.judge_kept(ledger, at=NOON)

    assert told == [(1, 2), (2, 2)]


def test_what_was_taken_back_is_no_longer_said_to_be_written(officer: User) -> None:
    ledger = services.undo_ledger(write(read(officer), officer), by=officer, at=NOON)
    take_back_ledger.func(ledger.pk, officer.pk)

    page = enter(officer).get(reverse("institutions:ledger", args=[ledger.pk]))

    assert "登记册恢复到导入之前" in page.content.decode()
    assert "写入结果" not in page.content.decode()


def test_the_import_page_says_nothing_is_done_yet(officer: User) -> None:
    ledger, client = read(officer), enter(officer)

    page = client.post(
        reverse("institutions:ledger_commit", args=[ledger.pk]), follow=True
    ).content.decode()

    assert "正在一次写入 2 行" in page
    assert "已导入登记册" not in page


def enter(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client
