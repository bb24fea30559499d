"""The queue does not grow for ever."""

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import procrastinate_app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from tuoyu.core.clock import now
from tuoyu.records import jobs

pytestmark = pytest.mark.django_db


def ended(status: str, days: int) -> int:
    """A job that came to that end so many days ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('default', 'records.seal', '{}', 'doing') RETURNING id"
        )
        number = int(cursor.fetchone()[0])
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s",
            [status, number],
        )
        cursor.execute(
            "UPDATE procrastinate_events SET at = %s WHERE job_id = %s",
            [now() - timedelta(days=days), number],
        )
    return number


def clear() -> None:
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="x")
    context = JobContext(
        app=procrastinate_app.current_app,
        job=job,
        start_timestamp=0,
        abort_reason=lambda: None,
    )
    async_to_sync(jobs.clear_jobs.func)(context, timestamp=0)


def test_what_ended_days_ago_is_cleared_and_failures_are_kept_a_month() -> None:
    ended("succeeded", 4)
    recent, failed = ended("succeeded", 2), ended("failed", 29)
    ended("failed", 31)

    clear()

    left = ProcrastinateJob.objects.values_list("pk", flat=True)
    assert set(left) == {recent, failed}


def test_what_waits_or_runs_is_never_cleared() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('default', 'filing.watch', '{}', 'todo'),"
            " ('default', 'filing.watch', '{}', 'doing')"
        )
        cursor.execute("UPDATE procrastinate_events SET at = %s", [now() - timedelta(days=90)])

    clear()

    assert ProcrastinateJob.objects.count() == 2
