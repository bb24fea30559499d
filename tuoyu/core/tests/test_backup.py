import hashlib
import io
import os
import re
import tarfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command

from tuoyu.core import backup, embedded
from tuoyu.core.backup import database, places
from tuoyu.core.errors import Refused
from tuoyu.core.stores.folder import Folder

PAPER = "备案材料".encode()
ADDRESS = hashlib.sha256(PAPER).hexdigest()
TRAIL = """
CREATE EXTENSION pg_trgm;
CREATE SCHEMA facts;
CREATE TABLE trail (id integer PRIMARY KEY, words text);
INSERT INTO trail SELECT n, '第' || n || '条' FROM generate_series(1, 2000) n;
CREATE INDEX trail_words ON trail USING gin (words gin_trgm_ops);
CREATE FUNCTION facts.count() RETURNS bigint LANGUAGE sql
    AS 'SELECT count(*) FROM public.trail';
CREATE FUNCTION stands() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '只增不改'; END $$;
CREATE TRIGGER trail_stands BEFORE UPDATE OR DELETE ON trail
    FOR EACH ROW EXECUTE FUNCTION stands();
"""


@pytest.fixture
def server() -> str:
    return embedded.ensure()


@pytest.fixture
def city(server: str) -> Iterator[str]:
    yield from _database(server)


@pytest.fixture
def spare(server: str) -> Iterator[str]:
    yield from _database(server)


def _database(server: str) -> Iterator[str]:
    name = f"test_backup_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield re.sub(r"(?<=/)[^/?]+(?=\?|$)", name, server, count=1)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _fill(url: str, store: Path) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(TRAIL)
    Folder(store).keep(ADDRESS, PAPER)


def _ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
        return row and row[0]


def test_a_backup_brings_back_database_and_attachments(
    city: str, spare: str, tmp_path: Path
) -> None:
    _fill(city, tmp_path / "store")
    saved = backup.save(city, tmp_path / "store", tmp_path / "city.tar")

    restored = backup.restore(spare, tmp_path / "other", tmp_path / "city.tar")

    assert restored == saved
    assert (saved.attachments, saved.attachment_bytes) == (1, len(PAPER))
    assert _ask(spare, "SELECT facts.count()") == 2000
    assert _ask(spare, "SELECT words FROM trail WHERE words LIKE '%1999%'") == "第1999条"
    assert Folder(tmp_path / "other").read(ADDRESS) == PAPER
    with pytest.raises(psycopg.errors.RaiseException, match="只增不改"):
        _ask(spare, "DELETE FROM trail RETURNING id")


def test_a_restored_installation_can_be_saved_and_restored_again(
    city: str, spare: str, tmp_path: Path
) -> None:
    _fill(city, tmp_path / "store")
    backup.save(city, None, tmp_path / "first.tar")
    backup.restore(spare, None, tmp_path / "first.tar")
    backup.save(spare, None, tmp_path / "second.tar")

    backup.restore(city, None, tmp_path / "second.tar", replace=True)

    assert _ask(city, "SELECT facts.count()") == 2000


def test_a_backup_is_for_its_owner_alone_and_overwrites_nothing(
    city: str, tmp_path: Path
) -> None:
    backup.save(city, None, tmp_path / "city.tar")

    assert (tmp_path / "city.tar").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["city.tar"]
    with pytest.raises(Refused, match="已存在"):
        backup.save(city, None, tmp_path / "city.tar")


def test_a_database_in_use_is_replaced_only_on_demand(
    city: str, spare: str, tmp_path: Path
) -> None:
    backup.save(spare, None, tmp_path / "empty.tar")
    _fill(city, tmp_path / "store")

    with pytest.raises(Refused, match="--replace"):
        backup.restore(city, None, tmp_path / "empty.tar")
    assert _ask(city, "SELECT facts.count()") == 2000

    backup.restore(city, None, tmp_path / "empty.tar", replace=True)
    assert database.is_empty(city)


def test_a_restore_that_fails_half_way_changes_nothing(
    city: str, spare: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(spare, tmp_path / "store")
    backup.save(spare, None, tmp_path / "spare.tar")
    _fill(city, tmp_path / "store")
    broken = tmp_path / "pg_restore"
    broken.write_text("#!/bin/sh\necho 'CREATE TABLE half (id int);'\nexit 1\n")
    broken.chmod(0o755)
    right = database._program

    def program(name: str, url: str, version: int) -> database.Program:
        found = right(name, url, version)
        return (
            database.Program(str(broken), found.environment) if name in str(broken) else found
        )

    monkeypatch.setattr(database, "_program", program)

    with pytest.raises(Refused, match="原有数据未动"):
        backup.restore(city, None, tmp_path / "spare.tar", replace=True)

    assert _ask(city, "SELECT facts.count()") == 2000
    assert _ask(city, "SELECT to_regclass('half')") is None


def test_other_keys_are_noticed_before_harm_is_done(
    city: str, spare: str, tmp_path: Path
) -> None:
    backup.save(city, None, tmp_path / "city.tar", keys={"FIELD_KEY": "one"})

    with pytest.raises(Refused, match="FIELD_KEY"):
        backup.restore(spare, None, tmp_path / "city.tar", keys={"FIELD_KEY": "other"})

    assert b"one" not in (tmp_path / "city.tar").read_bytes().rpartition(b"key_marks")[2]


def _with_member(path: Path, name: str, content: bytes) -> None:
    with tarfile.open(path, "a") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../../etc/passwd", "不认识的内容"),
        ("attachments/../../evil", "不认识的内容"),
        (f"attachments/{'0' * 64}", "指纹不符"),
        ("database.dump", "与清单不符"),
    ],
)
def test_what_was_slipped_into_a_backup_is_found(
    city: str, spare: str, tmp_path: Path, name: str, told: str
) -> None:
    backup.save(city, None, tmp_path / "city.tar")
    _with_member(tmp_path / "city.tar", name, b"evil")

    with pytest.raises(Refused, match=told):
        backup.restore(spare, tmp_path / "store", tmp_path / "city.tar")

    assert not (tmp_path / "store").exists()


def test_a_cut_off_backup_is_refused(city: str, spare: str, tmp_path: Path) -> None:
    path = tmp_path / "city.tar"
    backup.save(city, None, path)
    os.truncate(path, 1024)

    with pytest.raises(Refused, match=r"不完整|损坏"):
        backup.restore(spare, None, path)


def test_a_link_in_a_backup_is_not_followed(city: str, spare: str, tmp_path: Path) -> None:
    backup.save(city, None, tmp_path / "city.tar")
    with tarfile.open(tmp_path / "city.tar", "a") as tar:
        entry = tarfile.TarInfo(f"attachments/{ADDRESS}")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(entry)

    with pytest.raises(Refused, match="不是普通文件"):
        backup.restore(spare, tmp_path / "store", tmp_path / "city.tar")


@pytest.mark.parametrize("content", [None, b"", b"no tar at all" * 100])
def test_what_is_no_backup_is_refused(
    spare: str, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "city.tar"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(Refused, match=r"没有找到|不是本系统的备份"):
        backup.restore(spare, None, path)


def test_attachments_without_a_folder_to_go_to_stop_the_restore(
    city: str, spare: str, tmp_path: Path
) -> None:
    _fill(city, tmp_path / "store")
    backup.save(city, tmp_path / "store", tmp_path / "city.tar")

    with pytest.raises(Refused, match="ATTACHMENT_STORE"):
        backup.restore(spare, None, tmp_path / "city.tar")


def test_an_unreachable_database_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="连不上数据库"):
        backup.save("postgresql://127.0.0.1:1/tuoyu", None, tmp_path / "city.tar")


def test_no_password_goes_onto_a_command_line() -> None:
    access = database._access("postgresql://city:secret@db/tuoyu?sslmode=require")

    assert access["PGPASSWORD"] == "secret"
    assert (access["PGSSLMODE"], access["PGDATABASE"]) == ("require", "tuoyu")


def test_the_commands_say_what_they_did(
    city: str, spare: str, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(city, tmp_path / "store")
    settings.ATTACHMENT_STORE = str(tmp_path / "store")
    file, said = tmp_path / "city.tar", io.StringIO()

    monkeypatch.setattr(embedded, "ensure", lambda: city)
    call_command("backup", str(file), stdout=said)
    monkeypatch.setattr(embedded, "ensure", lambda: spare)
    call_command("restore", str(file), stdout=said)

    assert "附件 1 个" in said.getvalue()
    assert "密钥不在备份里" in said.getvalue()
    assert _ask(spare, "SELECT facts.count()") == 2000


def test_a_bucket_is_left_to_its_own_backups(settings: Any) -> None:
    settings.ATTACHMENT_STORE = "s3://papers/tuoyu"

    assert places.store(settings) is None
    assert set(places.keys(settings)) == set(places.KEYS)
