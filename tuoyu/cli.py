"""The console: `tuoyu <command>`; errors go to stderr in one clear line, with exit code 2."""

import os
import sys
from typing import NoReturn

import django
from django.core.management import ManagementUtility, get_commands
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
DJANGOS_OWN = {"help", "version", "--help", "-h", "--version"}
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


def _arguments(words: list[str]) -> list[str]:
    """Names with dashes, and errors raised: Django would tell them under an English name."""
    if not words or words[0] in DJANGOS_OWN:
        return words
    django.setup()  # only then are our own commands known
    command = ALIASES.get(words[0], words[0])
    if command not in get_commands():
        raise CommandError(f"没有命令“{words[0]}”，全部命令见 tuoyu help。")
    return [command, "--traceback", *words[1:]]


def main() -> None:
    """Run one command; scripts may rely on the exit code and on stderr."""
    CommandParser.error = _tell  # type: ignore[assignment, method-assign]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuoyu.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # stderr is for what went wrong
    try:
        ManagementUtility(sys.argv[:1] + _arguments(sys.argv[1:])).execute()
    except EXPECTED as error:
        print(f"tuoyu：{_line(error)}", file=sys.stderr)
        sys.exit(2)
    except SystemExit as stop:  # a command has said what is wrong, and left with 1
        sys.exit(2 if stop.code == 1 else stop.code)
