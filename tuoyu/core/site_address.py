"""Whether the address that papers and notices carry can be opened; if not, no start."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from tuoyu.core.environment import BadSetting


def check(address: str, hosts: Sequence[str], *, in_production: bool) -> None:
    """Receipts are printed once: a code that leads nowhere cannot be mended afterwards."""
    if not in_production:
        return
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        raise BadSetting(
            f"环境变量 SITE_URL 应是 https:// 开头的对外网址，现在是“{address}”："
            "文书上的二维码和通知里的链接都指向它。"
        )
    if not any(_covers(host.lower(), parts.hostname) for host in hosts):
        raise BadSetting(
            f"环境变量 ALLOWED_HOSTS 里没有 SITE_URL 的主机名“{parts.hostname}”，请加上。"
        )


def _covers(allowed: str, host: str) -> bool:
    """As Django reads it: a leading dot stands for a domain with all that is under it."""
    under = allowed.startswith(".") and f".{host}".endswith(allowed)
    return allowed in {"*", host} or under
