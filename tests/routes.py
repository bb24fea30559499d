"""Every address of the house."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def doors() -> Iterator[tuple[str, URLPattern]]:
    """Each route as it is written, with what stands behind it."""
    return _behind(get_resolver(), "")


def _behind(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for found in resolver.url_patterns:
        where = f"{prefix}{found.pattern}"
        if isinstance(found, URLResolver):
            yield from _behind(found, where)
        else:
            yield where, found
