"""The sample ledger: as messy as an office keeps it, and the register takes it in."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tuoyu.core.sheets.opening import open_path
from tuoyu.demo.ledger import ledger
from tuoyu.institutions.services.ledger import read_ledger
from tuoyu.institutions.tests.make import NOON
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import CITY, make_region, make_unit, make_user

pytestmark = pytest.mark.django_db


def test_the_sample_ledger_is_written_and_read_back(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "示例台账.xlsx"

    call_command("demo_ledger", path)

    assert "示例台账.xlsx" in capsys.readouterr().out
    (sheet,) = open_path(path).sheets
    assert len(sheet.rows) == 3 + 3 * 7 + 2
    assert "小计" in str(sheet.rows)


def test_the_same_seed_writes_the_same_ledger(tmp_path: Path) -> None:
    one, two = tmp_path / "一.xlsx", tmp_path / "二.xlsx"

    call_command("demo_ledger", one)
    call_command("demo_ledger", two)

    assert open_path(one).sheets[0].rows == open_path(two).sheets[0].rows


def test_the_sample_ledger_has_rows_to_take_in_and_points_to_settle(
    settings: Any, tmp_path: Path
) -> None:
    settings.ATTACHMENT_STORE = str(tmp_path)
    for county in ("410402", "410403", "410422"):
        make_region(f"{CITY}/{county}")
    officer = make_user(Role.CITY_OFFICER, make_unit(CITY))

    read = read_ledger(ledger(), name="示例台账.xlsx", by=officer, at=NOON)

    assert read.total == 18
    assert sum(read.summary["counts"][name] for name in ("new", "refused", "duplicate")) == 18
    assert read.rows.exclude(points=[]).count() > 9
