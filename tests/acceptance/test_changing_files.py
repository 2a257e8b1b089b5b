"""A file that is still being written is not taken in half."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake.source import read_file
from pipeline.errors import FileChanged

# Reading this much takes long enough for the writer to come in between, whatever else the machine does.
SIZE_BYTES = 64 * 1024 * 1024
LIMIT_BYTES = 2 * SIZE_BYTES


@contextmanager
def _kept_being_written(path: Path) -> Iterator[None]:
    stop, begun = threading.Event(), threading.Event()

    def write() -> None:
        with path.open("ab", buffering=0) as file:
            while not stop.is_set():
                file.write(b"x")
                begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(30)
        yield
    finally:
        stop.set()
        writer.join()


def test_a_file_that_keeps_changing_is_refused_and_read_whole_once_it_has_settled(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    with path.open("wb") as file:
        file.truncate(SIZE_BYTES)
    with _kept_being_written(path), pytest.raises(FileChanged):
        read_file(path, LIMIT_BYTES)
    data = read_file(path, LIMIT_BYTES)
    assert len(data) == path.stat().st_size > SIZE_BYTES
    assert data.endswith(b"x")
