"""Ties the life of a process to that of its parent, so that a killed parent leaves nothing running behind."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent(with_signal: signal.Signals = signal.SIGTERM, parent: int | None = None) -> None:
    """Ask the kernel to send `with_signal` to this process when its parent dies; only Linux can, elsewhere nothing.

    `parent` is the parent's process id where the caller knows it: if that one died before this call, we end now.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), with_signal)
