"""Every test runs on a real PostgreSQL: the embedded one, or the server of DATABASE_URL."""

import logging
import os
import sys
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as invented

# A machine that stalls for a moment says nothing about an example that was made up.
invented.register_profile("house", deadline=None)
invented.register_profile("deep", deadline=None, max_examples=3000)  # --hypothesis-profile=deep
invented.load_profile("house")

os.environ.setdefault("AXES_ENABLED", "0")
# A bare machine may have no /etc/hosts to say where localhost is.
os.environ.setdefault("DJANGO_LIVE_TEST_SERVER_ADDRESS", "127.0.0.1")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests that truncate between runs may do so; row changes to the trail stay forbidden."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS entry_stands_whole ON records_entry")
        for table in ("records_seal", "records_leaf"):
            cursor.execute(f"DROP TRIGGER IF EXISTS stands_whole ON {table}")


@pytest.fixture(autouse=True, scope="session")
def _lasting_log() -> None:
    """A server's thread may still log when the stream it found at the start is closed."""
    for handler in logging.getLogger().handlers:
        if type(handler) is logging.StreamHandler:  # pytest's own handlers are kinds of it
            handler.setStream(sys.__stderr__)


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    """Pages under test name their assets without the manifest of a collected build."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """What one test has counted and kept is no answer to the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Argon2 is slow by design, which a suite that makes thousands of people need not feel."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
