"""What a backup says of itself."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tuoyu.core.errors import Refused

FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """The last member of the archive: without it the archive is not whole."""

    made_at: str
    postgresql: str
    database_sha256: str
    database_bytes: int
    attachments: int
    attachment_bytes: int
    key_marks: dict[str, str]
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=2).encode()

    def check_keys(self, present: Mapping[str, str]) -> None:
        """Data encrypted under one key cannot be read with another."""
        for name in self.key_marks.keys() & present.keys():
            if self.key_marks[name] != present[name]:
                raise Refused(
                    f"备份时的 {name} 与现在的不同，恢复后加密的内容将无法读出。"
                    "请先把备份时的 secrets.env 放回原处。"
                )


def from_json(content: bytes) -> Manifest:
    """Read a manifest; what another version wrote is refused."""
    try:
        values: Any = json.loads(content)
        if values["format"] == FORMAT:
            return Manifest(**values)
    except (ValueError, TypeError, KeyError) as error:
        raise Refused("备份文件的清单无法读取，文件可能已损坏。") from error
    raise Refused(
        f"备份的格式是第 {values['format']} 版，这里只认第 {FORMAT} 版。请先升级本系统。"
    )


def marks(keys: Mapping[str, str]) -> dict[str, str]:
    """Short digests that tell keys apart and give none of them away."""
    return {
        name: hashlib.sha256(f"tuoyu backup {key}".encode()).hexdigest()[:16]
        for name, key in keys.items()
    }
