"""Child processes: watched, restarted when they fall, never outliving their parent."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SETTLED = 10.0  # seconds after which a start counts as good
LONGEST_PAUSE = 30.0
PATIENCE = 15.0  # seconds granted to finish running requests and jobs
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)

libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Child:
    """One program that should run as long as the platform does."""

    title: str
    command: Sequence[str]
    environment: Mapping[str, str]
    keep_open: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    falls: int = 0
    resume_at: float = field(default=0.0)

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches us alone; we end the others in order
            preexec_fn=_die_with_parent,
            pass_fds=self.keep_open,
        )

    def watch(self, now: float) -> None:
        """Start it again once it has fallen, ever more slowly while it keeps falling."""
        if self.process is None:
            if now >= self.resume_at:
                self.start()
        elif (code := self.process.poll()) is not None:
            self._note_fall(code, now)

    def end(self, number: signal.Signals) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)

    def wait(self, seconds: float) -> None:
        """Wait for a quiet end; what stays on is killed with all it has started."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(seconds, 0.1))
        self._sweep()
        self.process.wait()
        self.process = None

    def _note_fall(self, code: int, now: float) -> None:
        self._sweep()
        self.process = None
        self.falls = 1 if now - self.started_at > SETTLED else self.falls + 1
        pause = min(LONGEST_PAUSE, 2.0 ** (self.falls - 1) - 1)
        self.resume_at = now + pause
        print(f"{self.title}意外退出（{_cause(code)}），{_soon(pause)}重新启动。", flush=True)

    def _sweep(self) -> None:
        """Its own children would go on holding the port."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def end_all(children: Sequence[Child]) -> None:
    """Ask all at once, then wait for each."""
    for child in children:
        child.end(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for child in children:
        child.wait(deadline - time.monotonic())


def _die_with_parent() -> None:
    libc.prctl(DIE_WITH_PARENT, signal.SIGTERM)


def _cause(code: int) -> str:
    return f"信号 {signal.Signals(-code).name}" if code < 0 else f"代码 {code}"


def _soon(pause: float) -> str:
    return f"{pause:.0f} 秒后" if pause else "现在"
