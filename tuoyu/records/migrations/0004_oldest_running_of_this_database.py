from django.db import migrations

# A server may hold several databases; a long transaction of a neighbour never writes our trail,
# so it must not hold our seals back. Whoever cannot be told to be a neighbour counts as ours.
FUNCTION = """
CREATE OR REPLACE FUNCTION records_oldest_running() RETURNS bigint LANGUAGE sql AS $$
    WITH snapshot AS MATERIALIZED (SELECT pg_current_snapshot() AS now),
    running AS MATERIALIZED (
        SELECT xid::text::bigint AS xid FROM snapshot, pg_snapshot_xip(snapshot.now) AS xid
    ),
    neighbours AS (
        SELECT locks.transactionid::text::bigint AS short
        FROM pg_locks locks JOIN pg_stat_activity activity USING (pid)
        WHERE locks.locktype = 'transactionid' AND locks.mode = 'ExclusiveLock'
            AND activity.datname <> current_database()
    )
    SELECT records_lifetime_start() + least(
        (SELECT min(xid) FROM running
            WHERE (xid & 4294967295) NOT IN (SELECT short FROM neighbours)),
        (SELECT pg_snapshot_xmax(now)::text::bigint FROM snapshot),
        pg_current_xact_id_if_assigned()::text::bigint
    )
$$;
"""

BEFORE = """
CREATE OR REPLACE FUNCTION records_oldest_running() RETURNS bigint LANGUAGE sql AS $$
    SELECT records_lifetime_start() + pg_snapshot_xmin(pg_current_snapshot())::text::bigint
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0003_seals")]

    operations = [migrations.RunSQL(FUNCTION, BEFORE)]
