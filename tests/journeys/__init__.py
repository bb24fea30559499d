"""Whole errands in a real browser."""
