"""The console: `tuoyu <command>`; errors go to stderr in one clear line, with exit code 2."""

import os
import sys
from typing import NoReturn

from django.core.management import ManagementUtility
from django.core.management.base import CommandError, CommandParser
from django.db import OperationalError

from tuoyu.books import BookError
from tuoyu.core.embedded import Unready
from tuoyu.core.environment import BadSetting
from tuoyu.core.errors import Refused
from tuoyu.core.obstacles import database_sentence_of, sentence_of

ALIASES = {
    "import-ledger": "import_ledger",
    "read-plan": "read_plan",
    "export-trail": "export_trail",
    "demo-ledger": "demo_ledger",
}
EXPECTED = (Refused, BookError, BadSetting, Unready, CommandError, OSError, OperationalError)


def _tell(parser: CommandParser, message: str) -> NoReturn:
    """A command written wrongly is told in one line, without the usage above it."""
    raise CommandError(f"命令写得不对（{message}），写法见 {parser.prog} --help")


def _line(error: Exception) -> str:
    """The system's and the database's refusals in our words, the others in their own."""
    if isinstance(error, OSError):
        return sentence_of(error)
    if isinstance(error, OperationalError):
        return database_sentence_of(error)
    return getattr(error, "message", None) or str(error)


def main() -> None:
    """Run one command; scripts may rely on the exit code and on stderr."""
    CommandParser.error = _tell  # type: ignore[assignment, method-assign]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuoyu.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # stderr is for what went wrong
    arguments = (
        sys.argv[:1] + [ALIASES.get(word, word) for word in sys.argv[1:2]] + sys.argv[2:]
    )
    try:
        ManagementUtility(arguments).execute()
    except EXPECTED as error:
        print(f"tuoyu：{_line(error)}", file=sys.stderr)
        sys.exit(2)
    except SystemExit as stop:  # a command has said what is wrong, and left with 1
        sys.exit(2 if stop.code == 1 else stop.code)
