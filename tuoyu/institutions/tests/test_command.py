"""`tuoyu import-ledger`: what scripts rely on."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Institution, LedgerImport
from tuoyu.institutions.tests.ledgers import make_ledger, make_row
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY, make_region, make_unit, make_user
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.ATTACHMENT_STORE = str(tmp_path / "store")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    make_region(COUNTY)
    make_unit("41/4104", department="health")
    path = tmp_path / "台账.xlsx"
    path.write_bytes(make_ledger(make_row(1), make_row(1), make_row(2, 托位数="若干")))
    return path


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_ledger", *arguments, stdout=out)
    return out.getvalue()


def test_without_commit_nothing_is_written_and_the_report_is_whole(ledger: Path) -> None:
    found = json.loads(run(str(ledger), "--json"))

    assert (found["rows"], found["new"], found["update"]) == (3, 1, 0)
    assert [row["row"] for row in found["duplicates"]] == [4]
    refused = found["refused"][0]
    assert (refused["sheet"], refused["row"], refused["column"]) == ("台账", 5, "I")
    assert (refused["value"], "托位数" in refused["label"]) == ("若干", True)
    assert {"sheets", "columns", "warnings"} <= set(found)
    assert not Institution.objects.exists()
    assert not LedgerImport.objects.exists()
    assert not Entry.objects.exists()


def test_with_commit_the_register_is_written_by_the_platform(ledger: Path) -> None:
    said = run(str(ledger), "--commit")

    assert "新增 1，更新 0，重复 1，退回 1" in said
    assert "台账!I5 托位数" in said
    assert Institution.objects.count() == 1
    assert Entry.objects.filter(deed="ledger.committed").get().actor_name == "系统"


def test_a_named_officer_imports_within_their_reach(ledger: Path) -> None:
    officer = make_user(Role.COUNTY_OFFICER, make_unit(COUNTY), name="李静")

    run(str(ledger), "--commit", "--as", officer.username)

    assert LedgerImport.objects.get().uploaded_by == officer


def test_errors_are_one_clear_line(ledger: Path, tmp_path: Path) -> None:
    stranger = make_user(Role.LEADER, make_unit(COUNTY))
    with pytest.raises(CommandError, match="找不到文件"):
        run(str(tmp_path / "没有.xlsx"))
    with pytest.raises(CommandError, match="没有“nobody”这个账号"):
        run(str(ledger), "--as", "nobody")
    with pytest.raises(CommandError, match="不能导入台账"):
        run(str(ledger), "--as", stranger.username)
    ledger.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(Refused, match="打不开"):
        run(str(ledger))


def test_a_ledger_with_nothing_to_import_leaves_no_trace(tmp_path: Path) -> None:
    make_region(COUNTY)
    make_unit("41/4104", department="health")
    path = tmp_path / "空.xlsx"
    path.write_bytes(make_ledger(make_row(1, 托位数="若干")))

    with pytest.raises(Refused, match="没有可以导入的行"):
        run(str(path), "--commit")

    assert not LedgerImport.objects.exists()
    assert not Entry.objects.exists()
