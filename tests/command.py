"""`tuoyu …` as a script calls it, inside a test's own transaction."""

import sys
from unittest.mock import patch

import pytest
from django.db import connections

from tuoyu import cli


def run(capsys: pytest.CaptureFixture[str], *words: object, code: int = 0) -> tuple[str, str]:
    """What `tuoyu …` prints to stdout and stderr."""
    ended = 0
    argv = patch.object(sys, "argv", ["tuoyu", *map(str, words)])
    with argv, patch.object(connections, "close_all"):  # the test's own transaction goes on
        try:
            cli.main()
        except SystemExit as exit_:
            ended = int(exit_.code or 0)
    out, err = capsys.readouterr()
    assert ended == code, err
    return out, err
