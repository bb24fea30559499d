"""What is wrong with a book, said so that its author can put it right."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: the file, the line (from 1; 0 if it concerns the whole file) and a hint."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}：{self.message}"


class BookError(ValueError):
    """The books cannot be opened; `problems` holds every mistake found, in reading order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def near(word: str, known: Sequence[str]) -> str:
    """A hint at what was probably meant, or the whole choice when it is short."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"，是不是“{close[0]}”？"
    if 0 < len(known) <= 16:
        return f"，可用：{'、'.join(known)}"
    return ""
