"""The one thing that goes wrong with stores."""


class Missing(Exception):
    """Nothing is kept under that hash."""
