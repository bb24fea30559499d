"""Keys of this installation, drawn once and kept where only its owner reads them."""

import os
import secrets
from pathlib import Path

NAMES = ("SECRET_KEY", "FIELD_KEY", "LOOKUP_KEY", "SIGNING_KEY")
PROJECT = Path(__file__).resolve().parents[2]
HEADING = "# 本机密钥，自动生成。请另存一份：丢失 FIELD_KEY 就无法再读出已加密的身份证号码。\n"


def ensure(folder: Path) -> Path:
    """The file of keys in that folder; what is missing is added, the rest never changes."""
    path = folder / "secrets.env"
    folder.mkdir(parents=True, exist_ok=True)
    known = path.read_text("utf-8") if path.exists() else ""
    present = {line.partition("=")[0].strip() for line in known.splitlines()}
    missing = [name for name in NAMES if name not in present]
    if missing:
        drawn = "".join(f"{name}={secrets.token_hex(32)}\n" for name in missing)
        _replace(path, (known or HEADING) + drawn)
    return path


def _replace(path: Path, text: str) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)


if __name__ == "__main__":
    ensure(Path(os.environ.get("TUOYU_VAR") or PROJECT / "var"))
