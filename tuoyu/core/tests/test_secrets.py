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


def test_a_given_secret_is_not_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secrets.env"
    for name in NAMES:
        monkeypatch.setenv(name, "given")

    environment.keep_secrets(path, NAMES)

    assert not path.exists()
