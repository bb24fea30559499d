from pathlib import Path

from tuoyu.core import secret_keys


def test_keys_are_drawn_once_and_closed_to_others(tmp_path: Path) -> None:
    path = secret_keys.ensure(tmp_path / "var")
    first = path.read_text("utf-8")

    secret_keys.ensure(tmp_path / "var")

    assert path.read_text("utf-8") == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(set(first.split("=")[1:])) == len(secret_keys.NAMES)


def test_a_missing_key_is_added_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "secrets.env").write_text("FIELD_KEY=abc\n", "utf-8")

    lines = secret_keys.ensure(tmp_path).read_text("utf-8").splitlines()

    assert lines[0] == "FIELD_KEY=abc"
    assert {line.partition("=")[0] for line in lines} == set(secret_keys.NAMES)
