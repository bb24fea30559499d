"""What every page knows: the city it stands in and the day it is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tuoyu.core import clock


def place(request: HttpRequest) -> dict[str, Any]:
    """City, today, and how this reader wants to see the page."""
    return {
        "city": {"name": settings.CITY_NAME, "short": settings.CITY_SHORT},
        "today": clock.today(),
        "dark": request.COOKIES.get("ty-dark") == "1",
        "elder": request.COOKIES.get("ty-elder") == "1",
    }
