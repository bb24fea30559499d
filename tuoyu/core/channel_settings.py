"""Which ways to reach people are switched on; one that could not send stops the start."""

from collections.abc import Sequence
from typing import Final

from tuoyu.core.environment import BadSetting

NAMES: Final = ("email", "sms")
SHOWN: Final = "django.core.mail.backends.console.EmailBackend"
PRINTED: Final = "tuoyu.core.channels.PrintedSms"


def sms_by(gateway: str) -> str:
    """The class that sends SMS where none is named: by HTTP once a gateway is given."""
    return "tuoyu.core.sms.Gateway" if gateway else PRINTED


def check(
    names: Sequence[str], *, sms: str, gateway: str, mail: str, in_production: bool
) -> None:
    """What is switched on must be able to send, or the start is refused."""
    odd = sorted(set(names) - set(NAMES))
    if odd:
        raise BadSetting(f"环境变量 NOTICE_CHANNELS 里的“{odd[0]}”不认识，可以是 email、sms。")
    if gateway and not gateway.startswith(("https://", "http://")):
        raise BadSetting("环境变量 SMS_GATEWAY_URL 应以 https:// 或 http:// 开头。")
    if in_production and "sms" in names and sms == PRINTED:
        raise BadSetting(
            "NOTICE_CHANNELS 里有 sms，但没有接通短信：请设 SMS_GATEWAY_URL，或去掉 sms。"
        )
    if in_production and "email" in names and mail == SHOWN:
        raise BadSetting(
            "NOTICE_CHANNELS 里有 email，但邮件只写到屏幕：请设 EMAIL_HOST，或去掉 email。"
        )


def mail_by(host: str) -> str:
    """The class that sends letters where none is named: by SMTP once a server is given."""
    return "django.core.mail.backends.smtp.EmailBackend" if host else SHOWN
