"""The command line: shapes that scripts rely on, errors in one line with exit code 2."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.command import run
from tuoyu.assessment.models import Breach
from tuoyu.assessment.queries import library
from tuoyu.assessment.queries.dictionary import dictionary
from tuoyu.assessment.tests.make import DAY, DRAFT, VIDEO, make_nursery
from tuoyu.books.tests.make import HEAD

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[1] / "docs"


def as_json(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    return json.loads(run(capsys, *words, "--json")[0])


def test_books_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "books")

    assert found["entries"] >= 150
    assert found["executable"] >= 90
    first = found["books"][0]
    assert {"id", "document", "valid_from", "valid_to", "entries", "executable"} <= set(first)
    assert "自动判断" in run(capsys, "books")[0]


def test_the_fact_dictionary_is_current() -> None:
    """Made by `tuoyu facts > docs/facts.md`."""
    assert (DOCS / "facts.md").read_text("utf-8") == dictionary()


def test_facts_of_one_subject(capsys: pytest.CaptureFixture[str]) -> None:
    assert "## class" in run(capsys, "facts", "--subject", "class")[0]
    _, error = run(capsys, "facts", "--subject", "clas", code=2)
    assert error.count("\n") == 1


def test_one_institution_is_judged(capsys: pytest.CaptureFixture[str]) -> None:
    nursery = make_nursery(60)

    found = as_json(capsys, "judge", "--on", DAY, "--institution", nursery.code)

    verdict = next(v for v in found["verdicts"] if v["rule"] == VIDEO)
    assert found["on"] == "2026-05-06"
    assert (verdict["verdict"], verdict["institution"]) == ("broken", nursery.code)
    assert verdict["evidence"]["video_days"] == 60
    assert verdict["shortfall"]
    assert {"kept", "broken", "unknown"} >= {v["verdict"] for v in found["verdicts"]}
    assert "不符合" in run(capsys, "judge", "--on", DAY, "--institution", nursery.code)[0]


def test_the_city_is_judged_without_writing(capsys: pytest.CaptureFixture[str]) -> None:
    nursery = make_nursery(60)

    found = as_json(capsys, "judge", "--on", DAY)

    broken = next(v for v in found["verdicts"] if v["rule"] == VIDEO)
    assert broken["institution"] == nursery.code
    assert broken["evidence"]["video_days"] == 60
    assert not Breach.objects.exists()
    assert "条" in run(capsys, "judge", "--on", DAY)[0]


@pytest.mark.parametrize(
    "words",
    [
        ("judge",),
        ("judge", "--on", "2026-13-01"),
        ("judge", "--on", "2026-05-06", "--institution", "nobody"),
        ("rehearse", "/nowhere/draft.yaml"),
        ("rehearse",),
        ("books", "--jason"),
    ],
)
def test_mistakes_are_told_in_one_line(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    out, error = run(capsys, *words, code=2)

    assert out == ""
    assert error.startswith("tuoyu：")
    assert error.count("\n") == 1


def test_a_draft_is_rehearsed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    make_nursery(90)
    file = tmp_path / "video.yaml"
    file.write_text(DRAFT, "utf-8")

    found = as_json(capsys, "rehearse", file)

    assert found["fall"] == 1
    assert found["needs"][0]["need"] == "录像保存天数增加 30，到 120"
    assert {"title", "on", "rules", "counties", "places", "items"} <= set(found)
    text = run(capsys, "rehearse", file)[0]
    assert "1 家会新增不达标" in text
    assert "新华区：1 家" in text


@pytest.mark.parametrize(
    "content",
    [
        DRAFT.replace("video_days >=", "vidoe_days >=").replace(": 119", ": 120").encode(),
        b"\xff\xfe\x00\x01",
        HEAD.format(kind="plan", valid_from="2026-01-01").encode(),
    ],
)
def test_a_draft_with_mistakes_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "draft.yaml"
    file.write_bytes(content)

    _, error = run(capsys, "rehearse", file, code=2)

    assert error.count("\n") == 1


def test_the_dictionary_names_every_column() -> None:
    text = dictionary()

    for subject in library().catalogue.subjects:
        assert f"## {subject.name}" in text


def test_commands_answer_to_django_too() -> None:
    call_command("books")
