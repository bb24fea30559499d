"""What must be there before the doors open; each step sees for itself what is still to do."""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from tuoyu.core import embedded


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuoyu.settings")
    django.setup()
    try:
        embedded.assert_locale(connection)
    except embedded.Unready as reason:
        print(reason, file=sys.stderr)
        return 2
    call_command("migrate", interactive=False, verbosity=0)
    call_command("seed_reference")
    call_command("demo", if_empty=True)
    _collect_assets(Path(settings.STATIC_ROOT))
    return 0


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
