"""A piece of work in a process of its own: its value, its errors, its bounds, and what it may not do."""

import os
import resource
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pytest

from pipeline.document import Document
from pipeline.errors import FormatDamaged, MemoryExceeded, ReaderCrashed, TimeExceeded
from tests.waiting import eventually
from workers.apart import BugApartError, run_apart
from workers.confined import Bounds

AMPLE = Bounds(time_s=20, memory_mb=512)
BRIEF = Bounds(time_s=0.3, memory_mb=512)
NOTHING = type(None)
DOCUMENT = Document(text="数据统计", media_type="text/plain", encoding="utf-8")


def spin() -> NoReturn:
    while True:
        pass


def die_of(number: signal.Signals) -> None:
    os.kill(os.getpid(), number)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_value_comes_back_as_it_was() -> None:
    assert run_apart(lambda: DOCUMENT, Document, AMPLE) == DOCUMENT


def test_a_large_value_comes_back_whole() -> None:
    text = "政府信息公开" * 500_000
    assert run_apart(lambda: text, str, AMPLE) == text


def test_an_error_of_ours_comes_back_with_its_fields() -> None:
    def damaged() -> NoReturn:
        raise FormatDamaged(format="PDF", reason=7)

    with pytest.raises(FormatDamaged) as caught:
        run_apart(damaged, Document, AMPLE)
    assert caught.value.fields == {"format": "PDF", "reason": 7}


def test_a_bug_comes_back_with_its_name_and_its_places() -> None:
    with pytest.raises(BugApartError) as caught:
        run_apart(lambda: {"a": 1}["key"], int, AMPLE)
    assert caught.value.name == "KeyError"
    assert caught.value.places[-1] == "test_apart.py:<lambda>"
    assert "KeyError: 'key'" in caught.value.trace


def test_what_takes_too_long_is_ended_in_time() -> None:
    begun = time.monotonic()
    with pytest.raises(TimeExceeded):
        run_apart(spin, Document, BRIEF)
    assert time.monotonic() - begun < 5


def test_what_sleeps_too_long_is_ended_in_time() -> None:
    with pytest.raises(TimeExceeded):
        run_apart(lambda: time.sleep(60), NOTHING, BRIEF)


def test_what_needs_too_much_memory_ends_in_an_error_of_ours() -> None:
    def swell() -> int:
        return len([bytes(1024 * 1024) for _ in range(2000)])

    with pytest.raises(MemoryExceeded):
        run_apart(swell, int, Bounds(time_s=60, memory_mb=64))
    assert run_apart(lambda: len(bytes(1024 * 1024)), int, Bounds(time_s=20, memory_mb=64)) == 1024 * 1024


def test_a_library_that_aborts_for_want_of_memory_is_a_matter_of_memory() -> None:
    def swell_and_abort() -> None:
        kept = [b"x" * (1024 * 1024) for _ in range(48)]
        die_of(signal.SIGABRT)
        del kept

    with pytest.raises(MemoryExceeded):
        run_apart(swell_and_abort, NOTHING, Bounds(time_s=20, memory_mb=64))


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL])
def test_a_crash_is_an_error_of_ours(number: signal.Signals) -> None:
    with pytest.raises(ReaderCrashed, match=number.name):
        run_apart(lambda: die_of(number), NOTHING, Bounds(time_s=20, memory_mb=4096))


@pytest.mark.parametrize("status", [0, 3])
def test_a_library_that_ends_the_process_is_an_error_of_ours(status: int) -> None:
    with pytest.raises(ReaderCrashed, match=f"exit {status}"):
        run_apart(lambda: os._exit(status), Document, Bounds(time_s=20, memory_mb=4096))


def test_a_kill_by_another_is_the_machines_want_of_memory() -> None:
    with pytest.raises(MemoryError):
        run_apart(lambda: die_of(signal.SIGKILL), NOTHING, AMPLE)


def test_it_opens_no_connection_and_starts_no_program() -> None:
    def connect() -> None:
        socket.create_connection(("127.0.0.1", 9))

    def look_up() -> None:
        socket.getaddrinfo("example.org", 80)

    def start() -> None:
        subprocess.run(["true"], check=True)

    for forbidden in (connect, look_up, start):
        with pytest.raises(BugApartError) as caught:
            run_apart(forbidden, NOTHING, AMPLE)
        assert caught.value.name == "PermissionError"


def test_it_writes_no_file_and_leaves_no_core(tmp_path: Path) -> None:
    with pytest.raises(BugApartError) as caught:
        run_apart(lambda: (tmp_path / "file").write_bytes(b"x" * 100), int, AMPLE)
    assert caught.value.name == "OSError"
    assert (tmp_path / "file").stat().st_size == 0
    assert run_apart(lambda: resource.getrlimit(resource.RLIMIT_CORE)[0], int, AMPLE) == 0


def descriptors() -> dict[str, str]:
    """The open descriptors and what they lead to; the one that looks is not among them."""
    found = {}
    for each in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            found[each.name] = str(each.readlink())
    return {name: target for name, target in found.items() if not target.startswith("/proc/")}


def test_it_holds_none_of_our_descriptors_and_says_nothing() -> None:
    def look() -> list[str]:
        os.write(2, b"noise of a library\n")
        return list(descriptors().values())

    with tempfile.TemporaryFile():
        seen = run_apart(look, list[str], AMPLE)
    assert {each for each in seen if not each.startswith("pipe:")} == {"/dev/null"}
    assert sum(each.startswith("pipe:") for each in seen) == 1


def children() -> set[str]:
    """The ids of our child processes, those too that ended and were not waited for."""
    threads = Path("/proc/self/task").iterdir()
    return {pid for each in threads for pid in (each / "children").read_text("ascii").split()}


def test_nothing_is_left_of_it() -> None:
    before = descriptors(), children()  # servers that other tests share may be our children too
    for _ in range(3):
        run_apart(os.getpid, int, AMPLE)
        with pytest.raises(TimeExceeded):
            run_apart(spin, int, Bounds(time_s=0.05, memory_mb=512))
    assert (descriptors(), children()) == before


def test_it_ends_when_we_are_killed(tmp_path: Path) -> None:
    noted = tmp_path / "pid"

    def parent() -> NoReturn:
        def child() -> NoReturn:
            descriptor = os.open(noted, os.O_WRONLY)
            os.close(descriptor)
            os.utime(noted, (os.getpid(), os.getpid()))
            spin()

        run_apart(child, int, AMPLE)
        raise AssertionError

    noted.touch()
    os.utime(noted, (0, 0))
    pid = os.fork()
    if pid == 0:
        try:
            parent()
        finally:
            os._exit(1)
    try:
        child = eventually(lambda: int(noted.stat().st_mtime), "the process of its own", within_s=20)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert child != pid
    eventually(lambda: not is_alive(child), "its end", within_s=20)
