"""A refused deed shown where it was asked for, with everything typed still there."""

from collections.abc import Callable
from typing import TypeVar

from django.forms import Form

from tuoyu.core.errors import Refused

T = TypeVar("T")


def attempt(form: Form, deed: Callable[[], T]) -> T | None:
    """What the deed gives; when it refuses, its words go to the field at fault, or on top."""
    try:
        return deed()
    except Refused as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.message)
        return None


def status_of(form: Form) -> int:
    """422 for a form that came back with errors, so that htmx and scripts can tell."""
    return 422 if form.is_bound and form.errors else 200
