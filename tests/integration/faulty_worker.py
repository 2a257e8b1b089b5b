"""A worker whose first stage fails where a report says so: real processes, real broker, a fault put in by its text.

A line `fault:NAME` in a report's bytes names the fault; `fault:transient` fails until the file named by
NIANBAO_TEST_MENDED exists.
"""

import os
import signal
import sys
import time
from pathlib import Path

from intake.cli import main
from pipeline import stages
from pipeline.document import Document
from workers import stage


class FaultError(RuntimeError):
    """Stands for a bug of ours."""


def faulty(data: bytes) -> Document:
    """Read as usual, unless the report asks for a fault."""
    if b"fault:kill" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"fault:hang" in data:
        time.sleep(3600)
    if b"fault:memory" in data:
        return faulty(bytes(10**13))
    if b"fault:bug" in data:
        raise FaultError("a bug of ours")
    if b"fault:transient" in data and not Path(os.environ["NIANBAO_TEST_MENDED"]).exists():
        raise OSError(5, "Input/output error")
    return stages.normalize(data)


if __name__ == "__main__":
    setattr(stage, "normalize", faulty)  # noqa: B010 - a fault put in from outside, not a name of the module's interface
    sys.argv[0] = "nianbao"
    main()
