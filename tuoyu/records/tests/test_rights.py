"""The database's own rights, as docs/trail.md gives them to the application's role."""

import pytest
from django.db import Error, connection, transaction

from tuoyu.records.models import Attachment, Entry
from tuoyu.records.services import note
from tuoyu.records.tests.make import NOON, Someone

pytestmark = pytest.mark.django_db
ROLE = "tuoyu_app_under_test"
RIGHTS = f"""
CREATE ROLE {ROLE};
GRANT USAGE ON SCHEMA public TO {ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {ROLE};
REVOKE UPDATE, DELETE, TRUNCATE ON records_entry, records_seal, records_leaf FROM {ROLE};
SET LOCAL ROLE {ROLE};
"""


@pytest.fixture(autouse=True)
def _as_the_application() -> None:
    connection.cursor().execute(RIGHTS)


def test_the_application_writes_the_trail() -> None:
    note("paper.read", Attachment(pk=5, name="x"), by=Someone(), at=NOON)

    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_entry SET deed = 'x'",
        "DELETE FROM records_entry",
        "TRUNCATE records_leaf",
        "DELETE FROM records_seal",
        "DROP TRIGGER entry_stands ON records_entry",
        "ALTER TABLE records_entry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
    ],
)
def test_the_application_cannot_touch_what_is_written(statement: str) -> None:
    with pytest.raises(Error, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)
