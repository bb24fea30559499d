"""Tests that stand above the rooms."""
