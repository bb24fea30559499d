"""Strict reading of environment variables: a wrong value stops the start, in clear words."""

import fcntl
import os
import secrets
from pathlib import Path


class BadSetting(Exception):
    """An environment variable whose value cannot be used."""


def text(name: str, default: str | None = None) -> str:
    """The variable as text; without a default it must be there. Left empty means not given."""
    value = os.environ.get(name) or default
    if value is None:
        raise BadSetting(f"缺少环境变量 {name}，请参照 .env.example 设置。")
    return value


def flag(name: str, default: bool = False) -> bool:
    """The variable as yes or no: 1/0, true/false, yes/no."""
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if value.lower() not in words:
        raise BadSetting(f"环境变量 {name} 只能是 1 或 0，现在是“{value}”。")
    return words[value.lower()]


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    value = os.environ.get(name, "")
    try:
        return int(value) if value else default
    except ValueError:
        raise BadSetting(f"环境变量 {name} 应是整数，现在是“{value}”。") from None


def words(name: str, default: str = "") -> list[str]:
    """The variable as a list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def load(path: Path) -> None:
    """Read KEY=value lines into the environment; what has a value already wins."""
    if not path.is_file():
        return
    for line in path.read_text("utf-8").splitlines():
        key, sign, value = line.strip().partition("=")
        if sign and not key.startswith("#") and not os.environ.get(key.strip()):
            os.environ[key.strip()] = value.strip().strip('"')


def keep_secrets(path: Path, names: tuple[str, ...]) -> None:
    """Make each missing secret once and keep it in a file only its owner can read."""
    load(path)
    if all(os.environ.get(name) for name in names):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two first starts at once must draw the same keys
        load(path)
        for name in names:
            if not os.environ.get(name):
                os.environ[name] = secrets.token_hex(32)
                file.write(f"{name}={os.environ[name]}\n")
