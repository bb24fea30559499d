"""Opening zip packages (xlsx, ods, docx) from strangers without being blown up by them."""

import io
import zipfile
import zlib
from dataclasses import dataclass, field

from tuoyu.core.errors import Refused

LARGEST_WHOLE = 300 * 1024 * 1024
LARGEST_RATIO = 200
# Below this a part may be as repetitive as it likes: a blank styled sheet packs 100 : 1.
RATIO_FROM = 2 * 1024 * 1024
MOST_PARTS = 5_000

_LOCAL_HEADER = 30
_ENCRYPTED = 0x1


@dataclass(slots=True)
class Package:
    """The parts of a zip file, inflated by ourselves: its directory may lie about sizes."""

    raw: bytes
    entries: dict[str, zipfile.ZipInfo]
    left: int = LARGEST_WHOLE
    inflated: dict[str, bytes] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def read(self, name: str) -> bytes:
        """The bytes of one part; KeyError when there is none of that name."""
        if name not in self.inflated:
            self.inflated[name] = self._inflate(self.entries[name])
        return self.inflated[name]

    def _inflate(self, entry: zipfile.ZipInfo) -> bytes:
        packed = self._packed(entry)
        content = (
            packed if entry.compress_type == zipfile.ZIP_STORED else _unpack(packed, self.left)
        )
        self.left -= len(content)
        if self.left < 0:
            raise _bomb()
        if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            raise _broken()
        return content

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        at = entry.header_offset
        header = self.raw[at : at + _LOCAL_HEADER]
        if header[:4] != b"PK\x03\x04" or len(header) < _LOCAL_HEADER:
            raise _broken()
        start = at + _LOCAL_HEADER + _u16(header, 26) + _u16(header, 28)
        return self.raw[start : start + entry.compress_size]


def open_package(raw: bytes) -> Package:
    """Check the directory before anything is inflated; Refused says what is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as reason:
        raise _broken() from reason
    _check_directory(entries)
    return Package(raw, {entry.filename: entry for entry in entries})


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refused("文件设有密码，请先取消密码再上传。", status=422)
    if len({entry.filename for entry in entries}) != len(entries):
        raise _broken()
    if any(
        entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        for entry in entries
    ):
        raise _broken()
    whole = sum(entry.file_size for entry in entries)
    if whole > LARGEST_WHOLE or len(entries) > MOST_PARTS or any(map(_too_dense, entries)):
        raise _bomb()


def _too_dense(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > max(RATIO_FROM, entry.compress_size * LARGEST_RATIO)


def _unpack(packed: bytes, limit: int) -> bytes:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = engine.decompress(packed, limit + 1)
    except zlib.error as reason:
        raise _broken() from reason
    if engine.unconsumed_tail:
        raise _bomb()
    return content


def _u16(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 2], "little")


def _broken() -> Refused:
    return Refused("文件已损坏，打不开。请在办公软件里打开确认，另存一份再上传。", status=422)


def _bomb() -> Refused:
    return Refused(
        "文件解压后大得不正常，为安全起见没有打开。请只保留需要的内容后另存再上传。", status=422
    )
