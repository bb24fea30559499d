"""What goes wrong with stores."""


class Missing(Exception):
    """Nothing is kept under that hash."""


class Unreachable(OSError):
    """The store itself does not answer, or will not."""
