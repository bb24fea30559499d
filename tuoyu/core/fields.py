"""Shorthand for measured and yes-or-no facts: nullable, since unknown is a state."""

from typing import Any

from django.db import models


def metres(label: str) -> "models.DecimalField[Any, Any]":
    """A length in metres, to the centimetre; NULL means not yet measured."""
    return models.DecimalField(
        f"{label}（m）", max_digits=6, decimal_places=2, null=True, blank=True
    )


def square_metres(label: str) -> "models.DecimalField[Any, Any]":
    """An area in square metres; NULL means not yet measured."""
    return models.DecimalField(
        f"{label}（m²）", max_digits=9, decimal_places=2, null=True, blank=True
    )


def count(label: str) -> "models.PositiveIntegerField[Any, Any]":
    """A whole number of things or people; NULL means not yet counted."""
    return models.PositiveIntegerField(label, null=True, blank=True)


def yes_no(label: str) -> "models.BooleanField[Any, Any]":
    """A claim that is true, false, or not yet known (NULL)."""
    return models.BooleanField(label, null=True, blank=True)
