"""Build .venv on a machine that has python3 and nothing else: no venv, pip, compiler or uv.

    python3 tools/environment.py run|dev|bench

The pip wheel beside this file installs uv by its pinned hash; uv does the rest. A second call
with nothing changed only reads a few small files. Standard library only.
"""

import errno
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".uv" / "bin" / "uv"
VENV = ROOT / ".venv"
LOCK = ROOT / ".env.lock"  # holds a word while .venv is made, which it must outlive
REQUIREMENTS = ROOT / "requirements"
INCLUDED = {"run": ("run",), "dev": ("dev", "run"), "bench": ("bench",)}

# What a person set for pip also holds for uv, which reads neither pip.conf nor PIP_… itself.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}

CAUSES = {
    errno.ENOSPC: "磁盘已满，请清理出空间后再试",
    errno.EROFS: "磁盘是只读的，请把项目放到可写的位置",
    errno.EACCES: "没有权限，请用文件夹的主人（或 root）运行",
}

CONSOLE = """#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -P -c \\
    'import sys; sys.argv[0] = "tuoyu"; from tuoyu.cli import main; sys.exit(main())' "$@"
"""


def main(words: list[str]) -> int:
    kind = words[0] if words else "run"
    if kind not in INCLUDED:
        return _say(f"用法：python3 tools/environment.py {'|'.join(INCLUDED)}")
    if sys.version_info < (3, 11):  # noqa: UP036 - any python3 may run this
        found = sys.version.split()[0]
        return _say(f"需要 Python 3.11 或更新，这里是 {found}。可用 make PYTHON=… 另指定。")
    try:
        if not _is_current(kind):  # a checkout one may only read is fine once this is so
            _build_alone(kind)
    except subprocess.CalledProcessError as error:
        name = Path(error.cmd[0]).name
        return _say(
            f"环境没有装好：{name} 以 {error.returncode} 结束，原因在上面。"
            "软件源连不上时，可用 PIP_INDEX_URL 换一个。"
        )
    except KeyboardInterrupt:
        print("\n已停止安装，下次从头装好。", file=sys.stderr)
        return 130
    except OSError as error:
        where = error.filename2 or error.filename or ROOT
        return _say(f"环境没有装好，{where}：{_cause(error)}。")
    return 0


def _build_alone(kind: str) -> None:
    """Two at once wait for each other, and the second finds the work done."""
    with LOCK.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_current(kind):
            _build(kind)


def _cause(error: OSError) -> str:
    return CAUSES.get(error.errno or 0, error.strerror or str(error))


def _build(kind: str) -> None:
    if not _is_pinned_uv():
        _install_uv()
    anew = _is_unfinished() or not _venv_works()
    LOCK.write_text("unfinished\n")
    if anew:
        _uv("venv", "--quiet", "--clear", "--python", sys.executable, str(VENV))
    print(f"正在安装依赖（requirements/{kind}.txt）……", flush=True)
    pins = str(REQUIREMENTS / f"{kind}.txt")
    _uv(
        "pip", "install", "--quiet", "--python", str(_python()),
        "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", pins,
    )  # fmt: skip
    _install_project()
    for included in INCLUDED[kind]:
        _stamp(included).write_text(_wanted(included))
    LOCK.write_text("")


def _is_current(kind: str) -> bool:
    stamp = _stamp(kind)
    whole = stamp.exists() and not _is_unfinished()
    return whole and stamp.read_text() == _wanted(kind) and _venv_works()


def _is_unfinished() -> bool:
    return LOCK.exists() and LOCK.stat().st_size > 0


def _stamp(kind: str) -> Path:
    return VENV / f".installed-{kind}"


def _wanted(kind: str) -> str:
    """Changes whenever a pin, this file or the folder of the checkout does."""
    digest = hashlib.sha256(os.fsencode(ROOT))
    for path in (REQUIREMENTS / f"{kind}.txt", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _python() -> Path:
    return VENV / "bin" / "python"


def _venv_works() -> bool:
    """A moved interpreter or checkout leaves a .venv that only looks alive."""
    if not (_python().exists() and (VENV / "pyvenv.cfg").exists()):
        return False
    return (
        subprocess.run([_python(), "-c", ""], capture_output=True, check=False).returncode == 0
    )


def _is_pinned_uv() -> bool:
    stamp = UV.parent / ".installed"
    return UV.exists() and stamp.exists() and stamp.read_text() == _wanted("bootstrap")


def _install_uv() -> None:
    """By the pip that travels with the project: a bare Debian has none."""
    print("正在准备安装工具 uv……", flush=True)
    shutil.rmtree(UV.parent.parent, ignore_errors=True)
    _run(
        sys.executable, str(_pip()), "install", "--quiet", "--disable-pip-version-check",
        "--no-cache-dir", "--root-user-action", "ignore", "--require-hashes", "--no-deps",
        "--only-binary", ":all:", "--target", str(UV.parent.parent),
        "-r", str(REQUIREMENTS / "bootstrap.txt"),
    )  # fmt: skip
    (UV.parent / ".installed").write_text(_wanted("bootstrap"))


def _pip() -> Path:
    return next((ROOT / "tools").glob("pip-*.whl")) / "pip"


def _uv(*words: str) -> None:
    _run(str(UV), "--no-config", *words, **_settings_of_pip())


def _run(*words: str, **settings: str) -> None:
    """Without the settings of another environment, and out of reach of Ctrl-C: we end it."""
    kept = {k: v for k, v in os.environ.items() if k not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    subprocess.run(
        words, env=settings | kept, check=True, cwd=ROOT, stdin=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip


def _settings_of_pip() -> dict[str, str]:
    """Index, links, certificate and patience as pip would have them; set UV_… names win."""
    answer = subprocess.run(
        [sys.executable, str(_pip()), "config", "list"],
        capture_output=True,
        text=True,
        check=False,
    )
    settings = {"UV_LINK_MODE": "copy", "UV_PYTHON_DOWNLOADS": "never"}
    for line in sorted(answer.stdout.splitlines(), key=_weight):
        name, _, value = line.partition("=")
        key = PIP_TO_UV.get(name.rpartition(".")[2].strip(":"))
        words = [w for w in value.strip("'\"").replace("\\n", " ").split() if _usable(w)]
        if key and words:
            settings[key] = ("," if key == "UV_FIND_LINKS" else " ").join(words)
    if "UV_INDEX" in settings:
        settings["UV_INDEX_STRATEGY"] = (
            "unsafe-best-match"  # pip's way; the hashes keep it safe
        )
    return settings


def _weight(line: str) -> int:
    """Later lines win, as in pip: files, then the environment; global, then install."""
    return 2 if line.startswith(":env:") else 1 if line.startswith("install.") else 0


def _usable(word: str) -> bool:
    """A folder that is not on this machine stops uv, though pip passes it by."""
    if "://" in word and not word.startswith("file://"):
        return True
    return not word.startswith(("/", "file://")) or Path(word.removeprefix("file://")).exists()


def _install_project() -> None:
    """A path and a command instead of an editable build, which would want a builder first."""
    packages = next((VENV / "lib").glob("python3.*")) / "site-packages"
    (packages / "tuoyu.pth").write_text(f"{ROOT}\n", "utf-8")
    command = VENV / "bin" / "tuoyu"
    command.write_text(CONSOLE, "utf-8")
    command.chmod(0o755)


def _say(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
