"""Doors that stand open to everyone."""
