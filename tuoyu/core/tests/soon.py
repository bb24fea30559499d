"""What another process or thread brings about in its own time."""

import time
from collections.abc import Callable


def soon(claim: Callable[[], bool], seconds: float = 30.0) -> bool:
    """Whether it comes true; a busy machine is slow, not wrong."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if claim():
            return True
        time.sleep(0.05)
    return False
