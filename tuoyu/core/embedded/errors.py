"""What the launcher says when the server cannot be had."""


class Unready(Exception):
    """The database server cannot run here; the message says why and what to do about it."""
