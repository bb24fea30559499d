"""Sealing the trail: what was written up to now can no longer be changed unseen.

A seal leaves no entry of its own, else the trail would never come to rest.
"""

from datetime import datetime

from django.db import connection, transaction

from tuoyu.core.trail_proof import GENESIS, leaf_digest, merkle_root, seal_digest
from tuoyu.records.models import Leaf, Seal
from tuoyu.records.queries.seals import seal_line, unsealed
from tuoyu.records.queries.trail import oldest_running

BATCH = 5_000


@transaction.atomic
def seal_entries(at: datetime) -> Seal | None:
    """Seal all that no running transaction can still precede; None if there is nothing."""
    _alone()
    previous = Seal.objects.order_by("-number").first()
    from_xid = previous.until_xid if previous else 0
    until_xid = oldest_running()
    rows = list(unsealed(from_xid, until_xid))
    if not rows:
        return None
    leaves = [leaf_digest(row) for row in rows]
    numbers = [row["id"] for row in rows]
    seal = Seal(
        number=previous.number + 1 if previous else 1,
        from_xid=from_xid,
        until_xid=until_xid,
        first_entry=min(numbers),
        last_entry=max(numbers),
        count=len(rows),
        root=merkle_root(leaves),
        previous=previous.digest if previous else GENESIS,
        sealed_at=at,
    )
    seal.digest = seal_digest(seal_line(seal))
    seal.save(force_insert=True)
    Leaf.objects.bulk_create(
        (
            Leaf(entry_id=number, seal=seal, position=position, digest=digest)
            for position, (number, digest) in enumerate(zip(numbers, leaves, strict=True))
        ),
        batch_size=BATCH,
    )
    return seal


def _alone() -> None:
    """One sealer at a time, whoever started it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('records_seal'))")
