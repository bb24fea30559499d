"""Database addresses: as one URL outside, as Django's settings inside."""

from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from tuoyu.core.embedded.errors import Unready

DATABASE = "tuoyu"
OWNER = "tuoyu"
PORT = 5432  # names the socket file only: the embedded server opens no TCP port


def socket_url(sockets: str) -> str:
    """The URL of the embedded server; the port is named so that PGPORT cannot change it."""
    query = urlencode({"host": sockets, "port": PORT, "user": OWNER}, quote_via=quote)
    return f"postgresql:///{DATABASE}?{query}"


def parse(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a URL; further parameters (sslmode …) become options."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise Unready(
            "DATABASE_URL 应形如 postgresql://用户:密码@主机:5432/库名，请检查后再试。"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": options.pop("user", unquote(parts.username or "")),
        "PASSWORD": options.pop("password", unquote(parts.password or "")),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(_port(url))),
        "OPTIONS": options,
    }


def _port(url: str) -> int | str:
    try:
        return urlsplit(url).port or ""
    except ValueError:
        raise Unready("DATABASE_URL 里的端口不是数字，请检查后再试。") from None
