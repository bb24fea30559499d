"""The environment is built from pins alone, on any machine, by whatever index its owner set."""

import errno
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[.*\])?==([^ ;\\]+)", re.M | re.I)
FILES = ("bootstrap", "run", "dev", "bench")


def _text(kind: str) -> str:
    return (ROOT / "requirements" / f"{kind}.txt").read_text("utf-8")


def _pins(kind: str) -> dict[str, str]:
    return {_plain(name): version for name, version in PIN.findall(_text(kind))}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _wanted(requirements: list[str]) -> set[str]:
    return {_plain(re.split(r"[\[~<>=!; ]", line)[0]) for line in requirements}


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("builder", ROOT / "tools/environment.py")
    assert spec and spec.loader  # noqa: PT018 - one claim: the file is a module
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("kind", FILES)
def test_every_pin_has_hashes_and_no_file_holds_an_address(kind: str) -> None:
    blocks = re.split(r"\n(?=\S)", _text(kind).strip())

    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"://|--index|--find-links|/work|/home|/root", _text(kind))


def test_all_that_is_declared_is_pinned_and_pinned_alike() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]

    assert _wanted(project["dependencies"]) <= _pins("run").keys()
    assert _wanted(project["dependencies"] + extras["dev"]) <= _pins("dev").keys()
    assert _wanted(extras["bench"]) <= _pins("bench").keys()
    assert _pins("run").items() <= _pins("dev").items()
    assert _pins("bootstrap").keys() == {"uv"}


def test_one_pip_travels_along() -> None:
    assert len(list((ROOT / "tools").glob("pip-*.whl"))) == 1


def test_settings_of_pip_hold_for_uv(
    builder: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_CERT", "PIP_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.invalid/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", f"{tmp_path} /there/is/none")
    monkeypatch.setenv("PIP_DEFAULT_TIMEOUT", "99")

    settings = builder._settings_of_pip()

    assert settings["UV_DEFAULT_INDEX"] == "https://mirror.invalid/simple"
    assert settings["UV_FIND_LINKS"] == str(tmp_path)
    assert settings["UV_HTTP_TIMEOUT"] == "99"
    assert "UV_INDEX_STRATEGY" not in settings


def test_further_indexes_are_searched_as_pip_does(
    builder: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv(
        "PIP_EXTRA_INDEX_URL", "https://a.invalid/simple https://b.invalid/simple"
    )

    settings = builder._settings_of_pip()

    assert settings["UV_INDEX"] == "https://a.invalid/simple https://b.invalid/simple"
    assert settings["UV_INDEX_STRATEGY"] == "unsafe-best-match"


def test_an_unknown_environment_is_refused() -> None:
    command = [sys.executable, "tools/environment.py", "moon"]

    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert answer.returncode == 2
    assert "用法" in answer.stderr


def test_a_folder_one_may_not_write_to_is_named(
    builder: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "/there/.env.lock")

    monkeypatch.setattr(builder, "_is_current", lambda _: False)
    monkeypatch.setattr(builder, "_build_alone", refuse)

    assert builder.main(["run"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("环境没有装好，/there/.env.lock：没有权限")
    assert said.count("\n") == 1


def test_what_is_already_built_needs_no_writing(
    builder: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "_is_current", lambda _: True)
    monkeypatch.setattr(builder, "_build_alone", None)

    assert builder.main(["run"]) == 0


def test_an_install_that_was_cut_short_is_begun_anew(
    builder: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(builder, "VENV", tmp_path)
    monkeypatch.setattr(builder, "LOCK", tmp_path / ".env.lock")
    monkeypatch.setattr(builder, "_is_pinned_uv", lambda: True)
    monkeypatch.setattr(builder, "_venv_works", lambda: True)
    monkeypatch.setattr(builder, "_install_project", lambda: None)
    monkeypatch.setattr(builder, "_uv", lambda *words: calls.append(words[0]))

    builder._build("run")
    assert (calls, builder._is_current("run")) == (["pip"], True)

    (tmp_path / ".env.lock").write_text("unfinished\n")
    assert not builder._is_current("run")
    builder._build("run")
    assert (calls, builder._is_current("run")) == (["pip", "venv", "pip"], True)


def test_ctrl_c_ends_an_install_quietly(
    builder: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(builder, "_is_current", lambda _: False)
    monkeypatch.setattr(builder, "_build_alone", interrupt)

    assert builder.main(["run"]) == 130
    assert "已停止安装" in capsys.readouterr().err
