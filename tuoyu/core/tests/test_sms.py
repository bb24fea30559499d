"""A message by a gateway: what it is handed, and every way in which it may not take it."""

from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError, URLError

import pytest

from tuoyu.core import sms
from tuoyu.core.channel_settings import check, mail_by, sms_by
from tuoyu.core.channels import channel
from tuoyu.core.environment import BadSetting
from tuoyu.core.tests.gateway import SmsGateway, gateway

PHONE = "13800000000"


@pytest.fixture
def at_work(settings: Any) -> Iterator[type[SmsGateway]]:
    with gateway(settings) as made:
        yield made


def test_the_gateway_is_handed_the_number_the_signature_and_the_title(
    at_work: type[SmsGateway],
) -> None:
    channel("sms").send(PHONE, "备案已受理", "回执已出。\n\nhttps://tuoyu.example.cn/filing/1/")

    assert at_work.taken == [
        {
            "phone": PHONE,
            "sign": "鹰城托育",
            "template": "T-7",
            "params": {"title": "备案已受理"},
            "key": "Bearer a-token",
            "path": "/send",
        }
    ]


def test_a_title_fits_into_one_message(at_work: type[SmsGateway]) -> None:
    channel("sms").send(PHONE, "长" * 60, "")

    assert at_work.taken[0]["params"]["title"] == "长" * 34 + "…"


@pytest.mark.parametrize(
    ("status", "said", "error", "words"),
    [
        (500, b"", HTTPError, "500"),
        (401, b"{}", HTTPError, "401"),
        (302, b"", HTTPError, "302"),
        (200, b'{"code": "BALANCE"}', sms.NotTaken, "code=BALANCE"),
        (200, b'{"other": 1}', sms.NotTaken, "code=None"),
        (200, b"[]", sms.NotTaken, "code=None"),
        (200, b"<html>", sms.NotTaken, "JSON"),
        (200, b"\xff", sms.NotTaken, "JSON"),
    ],
)
def test_what_a_gateway_does_not_take_is_an_error_that_names_no_one(
    at_work: type[SmsGateway], status: int, said: bytes, error: type[Exception], words: str
) -> None:
    at_work.answers = [(status, said)]

    with pytest.raises(error, match=words) as raised:
        channel("sms").send(PHONE, "备案已受理", "")

    assert len(at_work.taken) == 1
    assert PHONE not in str(raised.value)
    assert "a-token" not in str(raised.value)


def test_without_a_field_to_look_at_the_status_alone_counts(
    at_work: type[SmsGateway], settings: Any
) -> None:
    settings.SMS_GATEWAY_TAKEN, settings.SMS_GATEWAY_TOKEN = "", ""
    at_work.answers = [(204, b"")]

    channel("sms").send(PHONE, "备案已受理", "")

    assert at_work.taken[0]["key"] == ""


def test_a_gateway_that_is_gone_is_an_error(settings: Any) -> None:
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/send"

    with pytest.raises(URLError):
        sms.Gateway().send(PHONE, "备案已受理", "")


def test_a_gateway_that_does_not_answer_is_given_up(
    at_work: type[SmsGateway], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms, "PATIENCE", 0.2)
    monkeypatch.setattr(at_work, "do_POST", lambda self: self.rfile.read())

    with pytest.raises(TimeoutError):
        channel("sms").send(PHONE, "备案已受理", "")


def test_without_a_provider_the_log_says_so_and_keeps_the_number_to_itself(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SMS_CHANNEL = sms_by("")

    channel("sms").send(PHONE, "备案已受理", "")

    assert "未接通服务商" in caplog.text
    assert PHONE not in caplog.text


def start(names: list[str], *, gateway: str = "", host: str = "", trial: bool = False) -> None:
    check(
        names,
        sms=sms_by(gateway),
        gateway=gateway,
        mail=mail_by(host),
        in_production=not trial,
    )


@pytest.mark.parametrize(
    ("names", "gateway_url", "words"),
    [
        (["sms"], "", "没有接通短信"),
        (["email"], "", "邮件只写到屏幕"),
        (["email", "wechat"], "", "wechat"),
        (["sms"], "sms.example.cn", "https://"),
    ],
)
def test_a_channel_that_could_not_send_stops_the_start(
    names: list[str], gateway_url: str, words: str
) -> None:
    with pytest.raises(BadSetting, match=words):
        start(names, gateway=gateway_url)


def test_what_can_send_may_start_and_so_may_a_trial() -> None:
    start(["email", "sms"], gateway="https://sms.example.cn", host="mail.example.cn")
    start([], gateway="")
    start(["email", "sms"], trial=True)
