"""Brackets of every width and shape, matched by depth."""

OPENING = "（(〔[【〈{"
CLOSING = "）)〕]】〉}"
_ROUND = str.maketrans(dict.fromkeys(OPENING, "(") | dict.fromkeys(CLOSING, ")"))
_NAMED = str.maketrans("()", "〔〕")


def rounded(text: str) -> str:
    """All brackets as plain round ones."""
    return text.translate(_ROUND)


def as_in_names(text: str) -> str:
    """Plain round brackets as plans write them inside names: 各县〔市、区〕政府〔管委会〕."""
    return text.translate(_NAMED)


def end_of(text: str, start: int) -> int:
    """The place behind the bracket opened at `start`; the line's end if none closes it."""
    depth = 0
    for at in range(start, len(text)):
        if text[at] in OPENING:
            depth += 1
        elif text[at] in CLOSING:
            depth -= 1
            if depth == 0:
                return at + 1
        elif text[at] == "\n":
            return at
    return len(text)


def split_outside(text: str, separators: str) -> list[str]:
    """Cut at separators that stand in no bracket."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in OPENING) - (char in CLOSING)
        if char in separators and depth <= 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]
