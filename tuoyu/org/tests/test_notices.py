"""A notice is seen by its reader alone, and goes out by the channels that are switched on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from socket import socket
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tuoyu.core.channels import PrintedSms
from tuoyu.core.tests.gateway import gateway
from tuoyu.core.tests.queue import empty_queue, work_once
from tuoyu.org import jobs, services
from tuoyu.org.models import Notice
from tuoyu.org.queries.notices import notices_of, unread_count
from tuoyu.org.tests.make import make_user
from tuoyu.records.tests.make import NOON

pytestmark = pytest.mark.django_db


class Postbox:
    """A real SMTP server on this machine that keeps what it is handed."""

    def __init__(self) -> None:
        self.letters: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.letters.append(envelope)
        return "250 OK"


@contextmanager
def at_work(settings: Any, **rules: Any) -> Iterator[Postbox]:
    """The server runs, and settings know it."""
    box = Postbox()
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **rules)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.NOTICE_CHANNELS = ["email"]
    yield box
    controller.stop()


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    with at_work(settings) as box:
        yield box


def _make_notice(**fields: Any) -> Notice:
    reader = make_user(email="reader@example.cn", phone="13800000000")
    (notice,) = services.notify(
        reader, title="备案已受理", body="回执已出。", link="/filing/1/", at=NOON, **fields
    )
    return notice


def test_everyone_named_gets_a_notice_of_their_own() -> None:
    readers = [make_user(), make_user()]

    services.notify(readers, title="明天开会", at=NOON)

    assert [unread_count(reader) for reader in readers] == [1, 1]
    assert notices_of(readers[0]).get().sent_at == NOON


def test_reading_takes_a_notice_off_the_count_once(settings: Any) -> None:
    notice = _make_notice()
    services.notify(notice.to, title="另一条", at=NOON)

    services.mark_read(notice, at=NOON)
    assert unread_count(notice.to) == 1
    services.mark_all_read(notice.to, at=NOON + timedelta(hours=1))
    assert unread_count(notice.to) == 0
    notice.refresh_from_db()
    assert notice.read_at == NOON  # the first reading stands


def test_with_no_channel_switched_on_nothing_waits_to_be_sent() -> None:
    _make_notice()

    assert not ProcrastinateJob.objects.exists()


def test_a_notice_goes_out_by_mail_with_a_whole_link(postbox: Postbox, settings: Any) -> None:
    settings.SITE_URL = "https://tuoyu.example.cn"
    notice = _make_notice()

    job = ProcrastinateJob.objects.get()
    jobs.deliver(**job.args)
    jobs.deliver(**job.args)

    (letter,) = postbox.letters
    assert letter.rcpt_tos == ["reader@example.cn"]
    notice.refresh_from_db()
    assert notice.channels == {"email": "sent"}


def test_a_mail_server_that_is_down_does_not_lose_the_notice(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.NOTICE_CHANNELS = ["email"]
    notice = _make_notice()

    with pytest.raises(jobs.NotSentYet):
        jobs.deliver(notice.pk)

    notice.refresh_from_db()
    assert notice.channels["email"].startswith("没有发出：ConnectionRefusedError")
    assert unread_count(notice.to) == 1


def only_tuoyu(server: SMTP, session: Session, envelope: Envelope, how: str, who: Any) -> Any:
    return AuthResult(success=(who.login, who.password) == (b"tuoyu", b"a-password"))


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the server stands on this machine
@pytest.mark.parametrize(("password", "letters"), [("a-password", 1), ("another", 0)])
def test_a_mail_server_that_asks_for_a_password_is_given_it(
    settings: Any, password: str, letters: int
) -> None:
    rules = {"auth_required": True, "auth_require_tls": False, "authenticator": only_tuoyu}
    with at_work(settings, **rules) as box:
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "tuoyu", password
        notice = _make_notice()
        services.deliver(notice)

    assert len(box.letters) == letters
    notice.refresh_from_db()
    assert (notice.channels["email"] == "sent") is bool(letters)
    assert password not in notice.channels["email"]


class TakenSms(PrintedSms):
    """Stands in for the provider the city will buy."""

    taken: list[tuple[str, str]] = []

    def send(self, address: str, title: str, text: str) -> None:
        self.taken.append((address, title))


def test_a_city_plugs_in_its_own_sms_provider(settings: Any) -> None:
    settings.NOTICE_CHANNELS = ["sms"]
    settings.SMS_CHANNEL = "tuoyu.org.tests.test_notices.TakenSms"

    jobs.deliver(_make_notice().pk)

    assert TakenSms.taken == [("13800000000", "备案已受理")]


@pytest.mark.django_db(transaction=True)
def test_a_message_the_gateway_refused_is_sent_by_the_worker_later_and_once(
    settings: Any,
) -> None:
    settings.NOTICE_CHANNELS = ["sms"]
    with gateway(settings) as made, empty_queue():
        made.answers = [(503, b"")]
        notice = _make_notice()

        work_once()
        refused = Notice.objects.get(pk=notice.pk).channels
        _bring_forward()
        work_once()
        work_once()
        job = ProcrastinateJob.objects.get(task_name="org.deliver")

    assert refused["sms"].startswith("没有发出：HTTPError")
    assert Notice.objects.get(pk=notice.pk).channels == {"sms": "sent"}
    assert [sent["params"] for sent in made.taken] == [{"title": "备案已受理"}] * 2
    assert job.status == "succeeded"


def _bring_forward() -> None:
    """As if the seconds until the next try had passed."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
