#!/usr/bin/env python3
"""Check an extract of the trail, with nothing but Python: `python3 verify_trail.py FILE`.

The extract is JSON lines as `tuoyu export-trail` writes them. This one file is also the only
place where the hashes of seals are made; how they are made is written in docs/trail.md.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

FORMAT = "tuoyu-trail/1"
GENESIS = "0" * 64
SEALED = (
    "number",
    "from_xid",
    "until_xid",
    "first_entry",
    "last_entry",
    "count",
    "root",
    "previous",
    "sealed_at",
)

Line = dict[str, Any]


def canonical(value: Any) -> bytes:
    """JSON that two programs write alike: keys sorted, no blanks, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def leaf_digest(entry: Line) -> bytes:
    """The hash of one entry; the leading zero byte keeps leaves and inner nodes apart."""
    return hashlib.sha256(b"\x00" + canonical(entry)).digest()


def merkle_root(leaves: list[bytes]) -> str:
    """The root of RFC 6962's tree over the leaves, in hex."""
    level = leaves or [hashlib.sha256().digest()]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        joined = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs]
        level = joined + level[len(joined) * 2 :]
    return level[0].hex()


def seal_digest(seal: Line) -> str:
    """The hash of a seal over everything it says, the hash of the seal before included."""
    return hashlib.sha256(canonical({key: seal[key] for key in SEALED})).hexdigest()


@dataclass
class Findings:
    """What was checked, and every disagreement in words."""

    seals: int = 0
    entries: int = 0
    unsealed: int = 0
    head: str = ""
    problems: list[str] = field(default_factory=list)


@dataclass
class _Stretch:
    """One seal and the lines that follow it."""

    seal: Line
    lines: list[Line] = field(default_factory=list)


def verify(lines: Iterable[str], *, anchor: str = "") -> Findings:
    """All disagreements of an extract; `anchor` is a digest that the chain must reach."""
    findings = Findings()
    before: Line | None = None
    seen = set()
    for stretch in _stretches(lines, findings):
        _check_chain(before, stretch.seal, findings)
        _check_stretch(stretch, findings)
        before = stretch.seal
        seen.add(stretch.seal["digest"])
        findings.head = stretch.seal["digest"]
    if anchor and anchor not in seen:
        findings.problems.append(f"链上没有摘要 {anchor}：之后的封存可能被整段替换过。")
    return findings


def _stretches(lines: Iterable[str], findings: Findings) -> Iterator[_Stretch]:
    stretch: _Stretch | None = None
    for position, line in _parsed(lines, findings):
        kind = line.get("kind")
        if position == 1:
            if kind != "trail" or line.get("format") != FORMAT:
                findings.problems.append("第 1 行不是留痕摘录的开头，文件可能不完整。")
        elif kind == "seal":
            if stretch:
                yield stretch
            stretch = _Stretch(line)
        elif kind == "entry" and line.get("seal") is None:
            findings.unsealed += 1
        elif kind == "entry" and stretch and line["seal"] == stretch.seal["number"]:
            stretch.lines.append(line)
        else:
            findings.problems.append(f"第 {position} 行不属于任何封存，是多出来的。")
    if stretch:
        yield stretch


def _parsed(lines: Iterable[str], findings: Findings) -> Iterator[tuple[int, Line]]:
    for position, text in enumerate(lines, start=1):
        try:
            line = json.loads(text)
        except ValueError:
            line = None
        if isinstance(line, dict):
            yield position, line
        else:
            findings.problems.append(f"第 {position} 行读不出来，文件被截断或改动过。")


def _check_chain(before: Line | None, seal: Line, findings: Findings) -> None:
    findings.seals += 1
    name = f"第 {seal['number']} 号封存"
    if seal_digest(seal) != seal["digest"]:
        findings.problems.append(f"{name}自身的内容和它的摘要不一致。")
    if before is None:
        if seal["number"] == 1 and seal["previous"] != GENESIS:
            findings.problems.append(f"{name}应是第一号，却写着前面还有封存。")
        return
    if seal["number"] != before["number"] + 1:
        findings.problems.append(f"{name}之前少了第 {before['number'] + 1} 号封存。")
    elif seal["previous"] != before["digest"]:
        findings.problems.append(f"{name}和第 {before['number']} 号封存接不上。")
    elif seal["from_xid"] != before["until_xid"]:
        findings.problems.append(f"{name}和前一号之间漏了一段事务。")


def _check_stretch(stretch: _Stretch, findings: Findings) -> None:
    seal, name = stretch.seal, f"第 {stretch.seal['number']} 号封存"
    for line in stretch.lines:
        findings.entries += 1
        findings.problems.extend(_wrong(line, seal))
    if len(stretch.lines) != seal["count"]:
        findings.problems.append(
            f"{name}应有 {seal['count']} 条留痕，这里是 {len(stretch.lines)} 条。"
        )
    if merkle_root([bytes.fromhex(line["leaf"]) for line in stretch.lines]) != seal["root"]:
        findings.problems.append(f"{name}的各条摘要合起来和封存时不一致。")


def _wrong(line: Line, seal: Line) -> Iterator[str]:
    entry = line["entry"]
    if entry is None:
        yield f"第 {line['id']} 条留痕不见了，封存时它还在。"
        return
    what = f"第 {entry['id']} 条留痕（{entry['at']} {entry['actor_name']} {entry['deed']}）"
    if leaf_digest(entry).hex() != line["leaf"]:
        yield f"{what}的内容和封存时不一样。"
    if not seal["from_xid"] <= entry["xid"] < seal["until_xid"]:
        yield f"{what}不在第 {seal['number']} 号封存的范围里。"


def report(findings: Findings) -> str:
    """The findings as lines to read."""
    said = [f"不一致：{problem}" for problem in findings.problems]
    said.append(
        f"查了 {findings.seals} 号封存、{findings.entries} 条已封存的留痕，"
        f"另有 {findings.unsealed} 条还没有封存。"
    )
    if findings.head:
        said.append(f"最后一号封存的摘要：{findings.head}")
    said.append("有改动的痕迹。" if findings.problems else "全部一致。")
    return "\n".join(said)


def main(arguments: list[str]) -> int:
    """0: all agree; 1: something was changed; 2: the file cannot be read."""
    if not 1 <= len(arguments) <= 2:
        print("用法：verify_trail.py 摘录文件 [应当到达的封存摘要]", file=sys.stderr)
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            findings = verify(file, anchor="".join(arguments[1:]))
    except (OSError, UnicodeDecodeError, KeyError, TypeError, ValueError) as reason:
        print(f"读不了这份摘录：{reason!r}", file=sys.stderr)
        return 2
    print(report(findings))
    return 1 if findings.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
