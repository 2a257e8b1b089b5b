"""The program with a first stage that fails where a report says so: real processes, real broker, a fault put in by its text.

A line `fault:NAME` in a report's bytes names the fault; `fault:transient` fails until the file named by
NIANBAO_TEST_MENDED exists. What also says `%PDF-` is read in a process of its own.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from intake.cli import main
from pipeline import stages
from pipeline.document import Document
from pipeline.formats import Converter, read_document, without_libreoffice
from workers import reading


class FaultError(RuntimeError):
    """Stands for a bug of ours."""


def _spin() -> NoReturn:
    while True:
        pass


def _hold() -> None:
    """Hang in C: no signal is let in, and Python's lock is not let go."""
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    ctypes.PyDLL(None).sleep(3600)


def _bug() -> NoReturn:
    raise FaultError("a bug of ours")


def _until_mended() -> None:
    if not Path(os.environ["NIANBAO_TEST_MENDED"]).exists():
        raise OSError(5, "Input/output error")


FAULTS: dict[bytes, Callable[[], object]] = {
    b"kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    b"crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    b"exit": lambda: os._exit(0),
    b"hang": lambda: time.sleep(3600),
    b"slow": lambda: time.sleep(0.8),
    b"spin": _spin,
    b"hold": _hold,
    b"memory": lambda: bytes(10**13),
    b"network": lambda: socket.create_connection(("127.0.0.1", 9)),
    b"program": lambda: subprocess.run(["true"], check=True),
    b"bug": _bug,
    b"transient": _until_mended,
}


def faulty(data: bytes, convert: Converter = without_libreoffice) -> Document:
    """Read as usual, unless the report asks for a fault."""
    for name, act in FAULTS.items():
        if b"fault:" + name in data:
            act()
    return read_document(data.replace(b"%PDF-", b""), convert)


if __name__ == "__main__":
    for module in (stages, reading):  # a fault put in from outside, not a name of the modules' interface
        setattr(module, "normalize", faulty)  # noqa: B010
    sys.argv[0] = "nianbao"
    main()
