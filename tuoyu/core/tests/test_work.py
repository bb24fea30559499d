"""The worker speaks our language, and ends when it is asked to."""

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tuoyu.core.tests.queue import empty_queue, work_once
from tuoyu.core.tests.soon import soon


@pytest.mark.django_db(transaction=True)
def test_the_worker_says_what_it_does_in_chinese(capfd: pytest.CaptureFixture[str]) -> None:
    with empty_queue():
        work_once()
        work_once(queues="builtin, sweeps")

    said, errors = capfd.readouterr()
    assert said.splitlines() == [
        "后台任务已开始办理。",
        "后台任务已开始办理：builtin、sweeps。",
    ]
    assert "Launching" not in errors  # what the library would say


@app.task(name="tests.look", queue="tests")
def look() -> None:
    """Asks the database something, as every real job does."""
    assert ProcrastinateJob.objects.filter(status="doing").exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_ends_leaves_no_connection_behind() -> None:
    before = sessions()
    with empty_queue():
        look.defer()
        work_once(queues="tests")
        done = ProcrastinateJob.objects.get(task_name="tests.look")

    assert done.status == "succeeded"
    assert soon(lambda: sessions() <= before)


def sessions() -> set[int]:
    """Everybody who is connected to this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}
