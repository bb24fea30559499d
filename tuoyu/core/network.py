"""Where a request comes from, also behind a reverse proxy."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The client's address; of a forwarded chain only our own proxies are believed."""
    direct = str(request.META.get("REMOTE_ADDR") or "")
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    hops = [hop for hop in hops if hop]
    if not settings.PROXIES or len(hops) < settings.PROXIES:
        return direct
    return hops[-settings.PROXIES]
