import subprocess
import sys
from pathlib import Path

import pytest

from tuoyu.core import environment

ROOT = Path(__file__).resolve().parents[3]
NAMES = ("TRIAL_KEY", "TRIAL_SEED")
KEEP = f"from pathlib import Path; from tuoyu.core.environment import keep_secrets, text; \
keep_secrets(Path({{path!r}}), {NAMES!r}); print(text('TRIAL_KEY'), text('TRIAL_SEED'))"


def _keep(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", KEEP.format(path=str(path))]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_secrets_are_drawn_once_even_by_two_at_once_and_closed_to_others(
    tmp_path: Path,
) -> None:
    path = tmp_path / "var" / "secrets.env"

    answers = {start.communicate()[0] for start in [_keep(path) for _ in range(4)]}

    assert len(answers) == 1
    assert {_keep(path).communicate()[0]} == answers
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(path.read_text("utf-8").splitlines()) == len(NAMES)


def test_an_env_file_with_empty_lines_for_the_keys_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("TRIAL_KEY=\nTRIAL_SEED=\n", "utf-8")
    drawn = []
    for _ in range(2):
        for name in NAMES:
            monkeypatch.setenv(name, "")
        environment.load(tmp_path / ".env")
        environment.keep_secrets(tmp_path / "secrets.env", NAMES)
        drawn.append([environment.text(name) for name in NAMES])

    assert drawn[0] == drawn[1]
    assert all(drawn[0])


def test_an_empty_variable_counts_as_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIAL_KEY", "")

    assert environment.text("TRIAL_KEY", "default") == "default"
    with pytest.raises(environment.BadSetting, match="缺少环境变量 TRIAL_KEY"):
        environment.text("TRIAL_KEY")


def test_a_given_secret_is_not_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secrets.env"
    for name in NAMES:
        monkeypatch.setenv(name, "given")

    environment.keep_secrets(path, NAMES)

    assert not path.exists()
