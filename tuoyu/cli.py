"""The console: `tuoyu <command>`; errors go to stderr in one clear line, with exit code 2."""

import os
import sys

from django.core.management import ManagementUtility
from django.core.management.base import CommandError

from tuoyu.books import BookError
from tuoyu.core.embedded import Unready
from tuoyu.core.environment import BadSetting
from tuoyu.core.errors import Refused

ALIASES = {
    "import-ledger": "import_ledger",
    "read-plan": "read_plan",
    "export-trail": "export_trail",
    "demo-ledger": "demo_ledger",
}
EXPECTED = (Refused, BookError, BadSetting, Unready, CommandError, FileNotFoundError)


def main() -> None:
    """Run one command; scripts may rely on the exit code and on stderr."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuoyu.settings")
    arguments = (
        sys.argv[:1] + [ALIASES.get(word, word) for word in sys.argv[1:2]] + sys.argv[2:]
    )
    try:
        ManagementUtility(arguments).execute()
    except EXPECTED as error:
        message = getattr(error, "message", None) or str(error)
        print(f"tuoyu：{message}", file=sys.stderr)
        sys.exit(2)
