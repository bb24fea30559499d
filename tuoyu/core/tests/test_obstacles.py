import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tuoyu.core import embedded
from tuoyu.core.embedded import place
from tuoyu.core.embedded.explain import explain
from tuoyu.core.obstacles import database_sentence_of, reason_of, sentence_of

ROOT = Path(__file__).resolve().parents[3]
NOWHERE = "postgresql://tuoyu@127.0.0.1:9/tuoyu"  # the port of "discard": nobody listens
COMMAND = "import sys; sys.argv[:] = ['tuoyu', 'migrate']; from tuoyu import cli; cli.main()"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EROFS, "只读"),
        (errno.EACCES, "没有权限"),
        (errno.ENOTDIR, "不是文件夹"),
        (errno.ENOMEM, "内存不足"),
    ],
)
def test_the_system_s_refusals_are_said_in_chinese(number: int, words: str) -> None:
    error = OSError(number, os.strerror(number), "/somewhere")

    assert words in reason_of(error)
    assert sentence_of(error).startswith("/somewhere：")


def test_what_we_have_no_words_for_keeps_the_system_s() -> None:
    assert sentence_of(OSError(errno.EXDEV, "Invalid cross-device link")) == (
        "Invalid cross-device link。"
    )


def test_a_full_disk_under_the_database_is_told_from_one_that_is_away() -> None:
    full = Exception("could not extend file: No space left on device\nHINT:  Check space.")

    assert "磁盘已满" in database_sentence_of(full)
    assert "HINT" not in database_sentence_of(full)
    assert "DATABASE_URL" in database_sentence_of(Exception("connection refused"))


def test_of_the_server_s_lines_the_telling_one_is_shown(tmp_path: Path) -> None:
    said = (
        "2026-11-24 [1] FATAL:  could not write lock file: No space left on device\n"
        "2026-11-24 [1] LOG:  shutting down due to startup process failure\n"
    )

    words = explain(said, place.Place(tmp_path, None))

    assert "磁盘已满" in words
    assert "FATAL:  could not write lock file" in words
    assert "shutting down" not in words


@pytest.mark.parametrize("words", ["tuoyu.core.run", "tuoyu.core.embedded start"])
def test_a_folder_in_the_way_is_one_line(words: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    folder = str(tmp_path / "file" / "var")
    answer = _python("-m", *words.split(), TUOYU_VAR=folder, DATABASE_URL="")

    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "不是文件夹" in answer.stderr


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"DATABASE_URL": NOWHERE}, "数据库连不上"),
        ({"DATABASE_URL": "mysql://x/y"}, "postgresql://"),
        ({"DATABASE_URL": NOWHERE, "HTTPS": "1", "SECRET_KEY": ""}, "SECRET_KEY"),
        ({"DATABASE_URL": NOWHERE, "IDLE_MINUTES": "long"}, "IDLE_MINUTES"),
    ],
)
def test_settings_in_the_way_are_one_line(variables: dict[str, str], words: str) -> None:
    """The same for the start and for any command."""
    for call in (("-m", "tuoyu.core.run.prepare"), ("-c", COMMAND)):
        answer = _python(*call, **variables)

        assert answer.returncode == 2, answer.stderr
        assert answer.stderr.count("\n") == 1, answer.stderr
        assert words in answer.stderr


def test_under_a_wrong_locale_nothing_is_migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise embedded.Unready("数据库的字符环境是 C。")

    monkeypatch.setattr(embedded, "assert_locale", refuse)

    with pytest.raises(CommandError, match="字符环境是 C"):
        call_command("migrate")


def test_a_command_s_own_refusal_comes_under_our_name() -> None:
    command = COMMAND.replace("'migrate'", "'export-trail', '/no/such/folder/trail.jsonl'")

    answer = _python("-c", command)

    assert answer.returncode == 2
    assert (
        answer.stderr == "tuoyu：写不了 /no/such/folder/trail.jsonl：没有这个文件或文件夹。\n"
    )


def test_a_command_that_is_none_is_told_in_one_line() -> None:
    answer = _python("-c", COMMAND.replace("migrate", "dance"))

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == "tuoyu：没有命令“dance”，全部命令见 tuoyu help。\n"


def _python(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
