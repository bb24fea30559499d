"""`read-plan` and `coverage`: exact shapes, current pages, mistakes in one line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import run
from tuoyu.planning.queries.coverage import coverage_page
from tuoyu.planning.tests.make import PLAN

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "方案.txt"
    made.write_text(PLAN, "utf-8")
    return made


def test_a_plan_is_read_into_just_this_shape(
    capsys: pytest.CaptureFixture[str], file: Path
) -> None:
    found: Any = json.loads(run(capsys, "read-plan", file, "--json")[0])

    assert set(found) == {"title", "issued_on", "clauses"}
    assert found["issued_on"] == "2026-03-02"
    first = found["clauses"][0]
    assert set(first) == {"id", "heading", "text", "units", "deadlines", "targets"}
    assert first["units"] == ["县卫生健康委", "县财政局"]
    assert [set(one) for one in first["deadlines"]] == [{"by", "text"}]
    assert first["targets"] == [
        {"min": 2, "max": None, "object": "示范托育机构", "per": "city"}
    ] or set(first["targets"][0]) == {"min", "max", "object", "per"}


def test_a_plan_is_read_for_people_too(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    out, _ = run(capsys, "read-plan", file)

    assert "3 条" in out
    assert "县卫生健康委、县财政局" in out


def test_what_is_no_plan_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    broken = tmp_path / "a.txt"
    broken.write_text("没有条款", "utf-8")
    for words in (("read-plan", tmp_path / "none.txt"), ("read-plan", broken), ("read-plan",)):
        out, error = run(capsys, *words, code=2)
        assert out == ""
        assert error.startswith("tuoyu：")
        assert error.count("\n") == 1


def test_the_coverage_page_is_current() -> None:
    """Made by `tuoyu coverage > docs/plan-coverage.md`."""
    assert (DOCS / "plan-coverage.md").read_text("utf-8") == coverage_page()


def test_coverage_is_given_to_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "coverage", "--json")[0])

    plan = found["plans"][0]
    assert len(plan["clauses"]) == 27
    assert {"id", "heading", "units", "targets", "proof"} == set(plan["clauses"][0])
    assert "| clause | heading | proved by |" in run(capsys, "coverage")[0]
