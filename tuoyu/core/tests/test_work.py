"""The worker speaks our language, and ends when it is asked to."""

import pytest
from django.core.management import call_command

from tuoyu.core.tests.queue import empty_queue


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
