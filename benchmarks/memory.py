"""The memory of processes, as Linux counts it."""

import re
from pathlib import Path


def peak_mb(pid: int | str = "self") -> float:
    """The most memory, in megabytes, that a running process ever held by itself.

    Unlike `getrusage`, which counts in what the process held of its parent when it was begun.
    """
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(re.findall(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)[0]) / 1024
