"""The institutions a search engine may know of."""

from tuoyu.core import clock
from tuoyu.institutions.models import Institution

MOST = 40_000  # the protocol allows 50,000 addresses a file


def codes() -> list[str]:
    """Codes of institutions in life."""
    living = Institution.objects.in_life(clock.today()).order_by("code")
    return list(living.values_list("code", flat=True)[:MOST])
