"""The worker speaks our language, and ends when it is asked to."""

import pytest
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tuoyu.core.tests.queue import empty_queue
from tuoyu.core.tests.soon import soon


@pytest.mark.django_db(transaction=True)
def test_the_worker_says_what_it_does_in_chinese(capfd: pytest.CaptureFixture[str]) -> None:
    with empty_queue():
        call_command("work", once=True)
        call_command("work", once=True, queues="builtin, sweeps")

    said, errors = capfd.readouterr()
    assert said.splitlines() == [
        "后台任务已开始办理。",
        "后台任务已开始办理：builtin、sweeps。",
    ]
    assert errors == ""


@app.task(name="tests.look", queue="tests")
def look() -> None:
    """Asks the database something, as every real job does."""
    assert ProcrastinateJob.objects.filter(status="doing").exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_ends_leaves_no_connection_behind() -> None:
    with empty_queue():
        look.defer()
        call_command("work", once=True, queues="tests")
        done = ProcrastinateJob.objects.get(task_name="tests.look")

    assert done.status == "succeeded"
    assert soon(lambda: others() == 0)


def others() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])
