import django.db.models.deletion
from django.db import migrations, models

TABLES = ("records_entry", "records_seal", "records_leaf")

FUNCTIONS = """
CREATE FUNCTION records_lifetime_start() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    here bigint := (SELECT system_identifier FROM pg_control_system());
    found_start bigint;
BEGIN
    SELECT start INTO found_start FROM records_lifetime
        WHERE id = (SELECT max(id) FROM records_lifetime) AND cluster = here;
    IF found_start IS NOT NULL THEN
        RETURN found_start;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('records_lifetime'));
    SELECT start INTO found_start FROM records_lifetime
        WHERE id = (SELECT max(id) FROM records_lifetime) AND cluster = here;
    IF found_start IS NULL THEN
        INSERT INTO records_lifetime (cluster, start)
            VALUES (here, coalesce((SELECT max(xid) + 1 FROM records_entry), 0))
            RETURNING start INTO found_start;
    END IF;
    RETURN found_start;
END $$;

CREATE FUNCTION records_transaction() RETURNS bigint LANGUAGE sql AS $$
    SELECT records_lifetime_start() + pg_current_xact_id()::text::bigint
$$;

CREATE FUNCTION records_oldest_running() RETURNS bigint LANGUAGE sql AS $$
    SELECT records_lifetime_start() + pg_snapshot_xmin(pg_current_snapshot())::text::bigint
$$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION records_oldest_running();
DROP FUNCTION records_transaction();
DROP FUNCTION records_lifetime_start();
"""

# Entries written before this migration carry the bare numbers of this very cluster.
FIRST_LIFETIME = """
INSERT INTO records_lifetime (cluster, start)
    SELECT system_identifier, 0 FROM pg_control_system();
"""

PROTECT = "".join(
    f"""
CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION records_entry_stands();
CREATE TRIGGER stands_whole BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION records_entry_stands();
"""
    for table in TABLES[1:]
) + "".join(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC;\n" for table in TABLES)

UNPROTECT = "".join(
    f"DROP TRIGGER stands ON {table}; DROP TRIGGER stands_whole ON {table};\n"
    for table in TABLES[1:]
)


class Migration(migrations.Migration):
    dependencies = [("records", "0002_attachments")]

    operations = [
        migrations.CreateModel(
            name="Lifetime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cluster", models.BigIntegerField(verbose_name="数据库集群")),
                ("start", models.BigIntegerField(verbose_name="事务号起点")),
            ],
            options={"verbose_name": "事务号起点", "verbose_name_plural": "事务号起点", "ordering": ["pk"]},
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="号")),
                ("from_xid", models.BigIntegerField(verbose_name="起始事务号")),
                ("until_xid", models.BigIntegerField(verbose_name="截止事务号（不含）")),
                ("first_entry", models.BigIntegerField(verbose_name="最小留痕号")),
                ("last_entry", models.BigIntegerField(verbose_name="最大留痕号")),
                ("count", models.PositiveIntegerField(verbose_name="条数")),
                ("root", models.CharField(max_length=64, verbose_name="默克尔根")),
                ("previous", models.CharField(max_length=64, verbose_name="上一封存的摘要")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="摘要")),
                ("sealed_at", models.DateTimeField(verbose_name="封存时间")),
            ],
            options={"verbose_name": "封存", "verbose_name_plural": "封存", "ordering": ["number"]},
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("entry_id", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="留痕号")),
                ("position", models.PositiveIntegerField(verbose_name="位次")),
                ("digest", models.BinaryField(max_length=32, verbose_name="摘要")),
                ("seal", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="leaves", to="records.seal", verbose_name="封存")),
            ],
            options={"verbose_name": "留痕摘要", "verbose_name_plural": "留痕摘要", "ordering": ["seal", "position"]},
        ),
        migrations.AddConstraint(
            model_name="leaf",
            constraint=models.UniqueConstraint(models.F("seal"), models.F("position"), name="leaf_one_at_a_position"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["xid", "id"], name="entry_by_transaction"),
        ),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(FIRST_LIFETIME, migrations.RunSQL.noop),
        migrations.RunSQL(PROTECT, UNPROTECT),
    ]
