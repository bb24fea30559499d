"""Column letters as Excel shows them; positions count from 0 inside, from A outside."""

from functools import lru_cache


@lru_cache(maxsize=1024)
def letter(position: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    text, rest = "", position + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        text = chr(65 + digit) + text
    return text


def position(letters: str) -> int:
    """A is 0; raises ValueError for anything that is not letters."""
    if not letters.isascii() or not letters.isalpha():
        raise ValueError(f"not a column: {letters!r}")
    total = 0
    for char in letters.upper():
        total = total * 26 + ord(char) - 64
    return total - 1


def split_reference(reference: str) -> tuple[int, int]:
    """ "$C$12" is (12, 2): row from 1, column from 0."""
    plain = reference.replace("$", "")
    letters = plain.rstrip("0123456789")
    return int(plain[len(letters) :]), position(letters)
