"""Circles in what points to what."""

from collections.abc import Mapping, Sequence


def circle(edges: Mapping[str, Sequence[str]]) -> list[str]:
    """The names on circles: what is left when loose ends are taken off on both sides."""
    left = {(name, to) for name, targets in edges.items() for to in targets if to in edges}
    while True:
        starts, ends = {name for name, _ in left}, {to for _, to in left}
        kept = {(name, to) for name, to in left if name in ends and to in starts}
        if kept == left:
            return sorted(starts)
        left = kept
