"""Starting and ending processes of our own: none outlives the one that started it, however that one ends."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial

_PR_SET_PDEATHSIG = 1
_STOP_S = 15.0


def end_with_parent(parent: int | None = None) -> None:
    """Ask the kernel to kill this process when its parent dies; only Linux can, elsewhere nothing.

    Killed and not asked: what it has in hand is safe in the database and in the append-only file. `parent` is the parent's process id where the caller knows it: if that one died before this call, we end now.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def ends_with_us() -> Callable[[], None]:
    """Return what a child runs before its program starts: it is killed when we die, however that happens."""
    return partial(end_with_parent, os.getpid())


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process we started: politely, then for good."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()
