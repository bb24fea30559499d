"""The journeys themselves: after a click, a walk arrives before it looks."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

WALKS = sorted((Path(__file__).parent / "journeys").glob("test_*.py"))
STEPS = {"click", "press"}
ARRIVALS = {
    "arrive",
    "expect",
    "goto",
    "go_back",
    "next_step",
    "reload",
    "wait_for",
    "wait_for_url",
}
# What answers at once, from whichever page is there.
LOOKS = {"all", "axe_clean", "content", "count", "fits", "page.evaluate", "shoot"}


def _calls(walk: ast.AST) -> list[tuple[str, int]]:
    """Names of what is called, in the order of the lines."""
    calls = [node for node in ast.walk(walk) if isinstance(node, ast.Call)]
    calls.sort(key=lambda call: (call.end_lineno or 0, call.end_col_offset or 0))
    return [(_name(ast.unparse(call.func)), call.lineno) for call in calls]


def _name(called: str) -> str:
    """A part of a page waits to be there before it is evaluated; a page does not."""
    return called if called == "page.evaluate" else called.rpartition(".")[2]


def _early(walk: ast.AST) -> Iterator[str]:
    stepped = False
    for name, line in _calls(walk):
        if name in LOOKS and stepped:
            yield f"{name} in line {line}"
        stepped = name in STEPS or (stepped and name not in ARRIVALS)


@pytest.mark.parametrize("path", WALKS, ids=lambda path: path.stem)
def test_a_walk_arrives_before_it_looks(path: Path) -> None:
    """The page of before, or one half there, would be judged in place of the one meant."""
    walks = [
        n for n in ast.parse(path.read_text("utf-8")).body if isinstance(n, ast.FunctionDef)
    ]

    early = [look for walk in walks for look in _early(walk)]
    assert not early, f"{path.name}: wait for the page first: {early}"


def test_a_look_right_after_a_click_is_found() -> None:
    walk = "def walk(page):\n    page.get_by_role('link').click()\n    axe_clean(page)\n"

    assert list(_early(ast.parse(walk))) == ["axe_clean in line 3"]
    assert not list(_early(ast.parse(walk.replace("axe", "expect(page)\n    axe"))))
