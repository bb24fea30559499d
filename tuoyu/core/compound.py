"""The old Office container (OLE compound file): enough to name its streams and read one."""

from dataclasses import dataclass

from tuoyu.core.errors import Refused

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and above are markers, not sectors
_ENTRY = 128
_SMALL = 64


@dataclass(slots=True)
class Stream:
    name: str
    start: int
    size: int


class Compound:
    """Streams by name; every chain is followed at most once round, so a loop cannot hold us."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.width = 1 << _u16(raw, 30)
        self.table = self._allocation()
        self.streams = {stream.name: stream for stream in self._directory()}

    def read(self, name: str) -> bytes:
        stream = self.streams[name]
        if stream.size >= _u32(self.raw, 56):
            return self._chain(stream.start)[: stream.size]
        return self._small(stream)

    def _small(self, stream: Stream) -> bytes:
        root = self.streams.get("Root Entry")
        if root is None:
            return b""
        pool, table = self._chain(root.start), self._chain(_u32(self.raw, 60))
        parts, at = [], stream.start
        for _ in range(len(table) // 4):
            if at >= _END:
                break
            parts.append(pool[at * _SMALL : (at + 1) * _SMALL])
            at = _u32(table, at * 4)
        return b"".join(parts)[: stream.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.width
        return self.raw[start : start + self.width]

    def _chain(self, start: int) -> bytes:
        parts, at = [], start
        for _ in range(len(self.table)):
            if at >= len(self.table):
                break
            parts.append(self._sector(at))
            at = self.table[at]
        return b"".join(parts)

    def _allocation(self) -> list[int]:
        table: list[int] = []
        for number in self._table_sectors():
            sector = self._sector(number)
            table.extend(_u32(sector, at) for at in range(0, len(sector) - 3, 4))
        return table

    def _table_sectors(self) -> list[int]:
        listed = [_u32(self.raw, at) for at in range(76, 512, 4)]
        at, most = _u32(self.raw, 68), len(self.raw) // self.width
        while at < _END and len(listed) <= most + self.width:
            sector = self._sector(at)
            listed.extend(_u32(sector, place) for place in range(0, self.width - 4, 4))
            at = _u32(sector, self.width - 4)
        return [number for number in listed if number < most]

    def _directory(self) -> list[Stream]:
        listing = self._chain(_u32(self.raw, 48))
        entries = (listing[at : at + _ENTRY] for at in range(0, len(listing), _ENTRY))
        return [_stream(entry) for entry in entries if len(entry) == _ENTRY and entry[66]]


def open_compound(raw: bytes) -> Compound:
    """Refused when the container itself is damaged."""
    sound = len(raw) >= 512 and _u16(raw, 30) in (9, 12)
    compound = Compound(raw) if sound else None
    if compound is None or not compound.streams:
        raise Refused(
            "文件已损坏，打不开。请在办公软件里打开确认，另存一份再上传。", status=422
        )
    return compound


def _stream(entry: bytes) -> Stream:
    length = max(0, min(_u16(entry, 64), 64) - 2)
    name = entry[:length].decode("utf-16-le", "replace")
    return Stream(name, _u32(entry, 116), _u32(entry, 120))


def _u16(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 2], "little")


def _u32(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 4], "little")
