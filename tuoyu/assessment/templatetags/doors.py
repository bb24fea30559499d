"""Addresses that keep the day a page judges by."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import RequestContext
from django.urls import NoReverseMatch, reverse

from tuoyu.assessment.queries import reach
from tuoyu.org.models import Region

register = template.Library()


@register.simple_tag(takes_context=True)
def door(context: RequestContext, name: str, *args: Any, **query: Any) -> str:
    """The address of a page, with `?on=` unless the page looks at today."""
    return _address(context, reverse(name, args=args), query)


@register.simple_tag(takes_context=True)
def institution_door(context: RequestContext, code: str, pk: int) -> str:
    """An institution's own page; its report, where the register's pages are not mounted."""
    try:
        path = reverse("institutions:institution", args=[code])
    except NoReverseMatch:
        path = reverse("assessment:report", args=[pk])
    return _address(context, path, {})


@register.filter
def called(county: Region) -> str:
    """新华区, 示范区: a county as tables write it."""
    return reach.called(county)


def _address(context: RequestContext, path: str, query: dict[str, Any]) -> str:
    on = context.get("judging_day")
    if on and on != context.get("today"):
        query = query | {"on": on.isoformat()}
    given = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path
