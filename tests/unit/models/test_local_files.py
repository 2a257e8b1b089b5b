"""The file store gives back exactly what was put, or says why it cannot."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.files import FileCorrupt, FileMissing, FileStore, FileStoreFull, LocalFiles

DATA = "政府信息公开工作年度报告".encode()
NAME = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> LocalFiles:
    return LocalFiles(tmp_path / "files")


def stored(store: LocalFiles) -> list[Path]:
    return [path.relative_to(store.root) for path in store.root.rglob("*") if path.is_file()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(data=st.binary())
def test_what_was_put_comes_back(store: FileStore, data: bytes) -> None:
    sha256 = store.put(data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert store.has(sha256)
    assert store.get(sha256) == data


def test_a_file_lies_under_its_hash_and_nothing_else_stays(store: LocalFiles) -> None:
    store.put(DATA)
    assert stored(store) == [Path(NAME[:2], NAME[2:4], NAME)]


def test_making_a_store_touches_no_disk(tmp_path: Path) -> None:
    LocalFiles(tmp_path / "files")
    assert not (tmp_path / "files").exists()


def test_the_same_bytes_again_leave_the_file_as_it_is(store: LocalFiles) -> None:
    store.put(DATA)
    path = store.root / stored(store)[0]
    before = path.stat()
    store.put(DATA)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_many_puts_of_the_same_bytes_at_once_leave_one_whole_file(store: LocalFiles) -> None:
    data = os.urandom(1 << 20)
    with ThreadPoolExecutor(8) as threads:
        names = set(threads.map(store.put, [data] * 32))
    assert names == {hashlib.sha256(data).hexdigest()}
    assert len(stored(store)) == 1
    assert store.get(names.pop()) == data


def test_a_file_that_is_not_there_is_missing(store: LocalFiles) -> None:
    assert not store.has(NAME)
    with pytest.raises(FileMissing, match=f"{NAME}.*submit the file again$") as caught:
        store.get(NAME)
    assert caught.value.sha256 == NAME


@pytest.mark.parametrize("damaged", [b"", DATA[:-1], DATA[:-1] + b"x", DATA + b"\n"])
def test_a_damaged_file_is_refused_and_mended_by_putting_it_again(store: LocalFiles, damaged: bytes) -> None:
    store.put(DATA)
    (store.root / stored(store)[0]).write_bytes(damaged)
    with pytest.raises(FileCorrupt, match=r"submit the file again to mend it$") as caught:
        store.get(NAME)
    assert caught.value.sha256 == NAME
    store.put(DATA)
    assert store.get(NAME) == DATA


@pytest.mark.parametrize("name", ["", "../../etc/passwd", NAME.upper(), NAME[:-1], NAME + "\n", f"{NAME[:62]}/."])
def test_a_name_that_is_no_hash_never_reaches_the_disk(store: LocalFiles, name: str) -> None:
    with pytest.raises(ValueError, match="is not a SHA-256"):
        store.get(name)
    with pytest.raises(ValueError, match="is not a SHA-256"):
        store.has(name)


def test_a_put_that_fails_leaves_nothing_behind(store: LocalFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileStoreFull, match="make room"):
        store.put(DATA)
    assert stored(store) == []


def test_bytes_and_folders_are_synced_before_a_put_returns(store: LocalFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def note(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    store.put(DATA)
    assert synced[0].endswith(".spool")
    assert sorted(synced[1:]) == sorted([NAME[2:4], NAME[:2], "files"])
