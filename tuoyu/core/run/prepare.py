"""What must be there before the doors open; each step sees for itself what is still to do."""

import hashlib
import io
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.utils.module_loading import import_string

from tuoyu.core import embedded, environment
from tuoyu.core.errors import Refused
from tuoyu.core.obstacles import database_sentence_of, sentence_of

ACCOUNTS = "tuoyu.demo.management.commands.demo.accounts"  # by name: the demo lies above us


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuoyu.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    try:
        _prepare()
    except (embedded.Unready, environment.BadSetting, Refused) as reason:
        print(reason, file=sys.stderr)
    except OperationalError as error:
        print(database_sentence_of(error), file=sys.stderr)
    except OSError as error:
        print(sentence_of(error), file=sys.stderr)
    else:
        return 0
    return 2


def _prepare() -> None:
    django.setup()
    embedded.assert_locale(connection)
    _fill()
    _collect_assets(Path(settings.STATIC_ROOT))


def _fill() -> None:
    """Tables, reference data and, where nobody can reach it from outside, a demo city."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("seed_reference", stdout=io.StringIO())
    if not settings.HTTPS:
        with transaction.atomic():  # a start that is cut short leaves no half city behind
            call_command("demo", if_empty=True)
        _show_accounts(import_string(ACCOUNTS)())


def _show_accounts(lines: list[str]) -> None:
    """Only where the demo city is: in a real one the first of them is not known."""
    first = lines[0].split()[0]
    if get_user_model().objects.filter(username=first).exists():
        print("\n示范账号：", *lines, sep="\n  ", flush=True)


def _collect_assets(target: Path) -> None:
    """Compressing them takes seconds, so only when one has changed."""
    mark, stamp = _fingerprint(), target / ".fingerprint"
    if not stamp.exists() or stamp.read_text() != mark:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(mark)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
