"""The doors of org."""
