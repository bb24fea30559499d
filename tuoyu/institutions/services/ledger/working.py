"""Long ledgers are written, and taken back, by the worker while their page shows it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from django.db import connection
from django.db.models import Q
from procrastinate.contrib.django import app

from tuoyu.core.errors import Refused
from tuoyu.institutions.models import (
    Institution,
    LedgerImport,
    LedgerRow,
    NurseryClass,
    Offering,
    Point,
    Practice,
    Profile,
    Site,
    Standing,
)
from tuoyu.institutions.queries import ledger_counties
from tuoyu.institutions.services import life
from tuoyu.org.models import Unit, User
from tuoyu.records.services import Actor

WRITE: Final = "institutions.write_ledger"
TAKE_BACK: Final = "institutions.take_back_ledger"
SETTLE: Final = "institutions.index_names"
# In the order in which they are written, each behind those it names.
TOLD: Final = (Profile, Site, Standing, NurseryClass, Offering, Practice, Point)
WRITTEN: Final = (Unit, Institution, *TOLD)
_ONE_AT_A_TIME: Final = 4_104_002  # an advisory lock: ledgers enter the register one by one
_FAILED: Final = "办理中途出了故障，什么都没有改动，请再试一次。"


@contextmanager
def turn() -> Iterator[None]:
    """Wait until no other ledger is being written; the end of a transaction ends it too."""
    in_transaction = connection.in_atomic_block
    with connection.cursor() as cursor:
        kind = "xact_lock" if in_transaction else "lock"
        cursor.execute(f"SELECT pg_advisory_{kind}(%s)", [_ONE_AT_A_TIME])
    try:
        yield
    finally:
        if not in_transaction:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])


def hand_over(ledger: LedgerImport, status: str, task: str, *, by: Actor) -> None:
    """The worker begins as soon as this transaction is kept."""
    ledger.status, ledger.done, ledger.problem = status, 0, ""
    ledger.save(update_fields=["status", "done", "problem"])
    user = by.pk if isinstance(by, User) else None
    app.configure_task(task).defer(ledger_id=ledger.pk, user_id=user)


@contextmanager
def put_back(ledger: LedgerImport, status: str) -> Iterator[None]:
    """What the worker could not do leaves the ledger as it was, with the reason on its page;
    unless another worker has done it meanwhile."""
    rows = LedgerImport.objects.filter(pk=ledger.pk, status=ledger.status)
    try:
        yield
    except Refused as refusal:
        rows.update(status=status, problem=refusal.message[:300])
    except Exception:
        rows.update(status=status, problem=_FAILED)
        raise


def hold_still(ledger: LedgerImport, within: Sequence[str]) -> None:
    """Until the end of the transaction nobody else opens an institution within those paths,
    or changes one that this ledger is about, so that what is compared now is written."""
    counties = ledger_counties().values()
    life.codes_to_come([one for one in counties if one.path.startswith(tuple(within))])
    rows = LedgerRow.objects.filter(ledger=ledger)
    about = Q(pk__in=rows.values("matched_id")) | Q(pk__in=rows.values("into_id"))
    held = Institution.objects.filter(about).select_for_update().order_by("pk")
    list(held.values_list("pk"))


def index_later() -> None:
    """New names wait in the index's own list, where they are found as well."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL gin_pending_list_limit = '64MB'")


def settle_in() -> None:
    """After a long ledger: sort the waiting names into the search indexes, so that searches
    need not read them one by one, and let the planner know how large the tables are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gin_clean_pending_list(indexrelid) FROM pg_index"
            " JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam"
            " WHERE indrelid = %s::regclass AND amname = 'gin'",
            [Profile._meta.db_table],
        )
        for model in (*WRITTEN, LedgerRow):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
