"""What holds of the folder alone; what every store of submitted bytes does is in `tests/contract/test_files.py`."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.files import FileStoreFull, FileStoreUnavailable, LocalFiles, Spool, Spooled

DATA = "政府信息公开工作年度报告".encode()
NAME = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> LocalFiles:
    return LocalFiles(tmp_path / "files")


def stored(root: Path) -> list[Path]:
    return [path.relative_to(root) for path in root.rglob("*") if path.is_file()]


def spooled(spool: Spool, data: bytes) -> Spooled:
    spooling = spool.new()
    spooling.write(data)
    return spooling.finish()


def test_making_a_store_touches_no_disk(tmp_path: Path) -> None:
    store = LocalFiles(tmp_path / "files")
    assert not store.has(NAME)
    assert store.spool.free_bytes()
    assert not (tmp_path / "files").exists()


def test_the_same_bytes_again_leave_the_file_as_it_is(store: LocalFiles) -> None:
    store.put(DATA)
    path = store.root / stored(store.root)[0]
    before = path.stat()
    store.put(DATA)
    store.keep([spooled(store.spool, DATA)])
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_many_puts_of_the_same_bytes_at_once_leave_one_whole_file(store: LocalFiles) -> None:
    data = os.urandom(1 << 20)
    with ThreadPoolExecutor(8) as threads:
        names = set(threads.map(store.put, [data] * 32))
    assert names == {hashlib.sha256(data).hexdigest()}
    assert len(stored(store.root)) == 1
    assert store.get(names.pop()) == data


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what was synced to the disk, in order."""
    names: list[str] = []
    fsync = os.fsync

    def note(descriptor: int) -> None:
        names.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    return names


def test_bytes_and_folders_are_synced_before_a_put_returns(store: LocalFiles, synced: list[str]) -> None:
    store.put(DATA)
    assert synced[0].endswith(".spool")
    assert sorted(synced[1:]) == sorted([NAME[2:4], NAME[:2], "files", store.root.parent.name])


def test_each_file_is_synced_and_each_folder_once(store: LocalFiles, synced: list[str]) -> None:
    files = [spooled(store.spool, f"{n}".encode()) for n in range(600)]
    store.keep(files)
    folders = {path for each in files for path in (each.sha256[:2], each.sha256[:4])} | {"files", "above"}
    assert len([name for name in synced if name.endswith(".spool")]) == 600
    assert len([name for name in synced if not name.endswith(".spool")]) == len(folders)


def test_killed_processes_leave_files_in_the_spool_that_are_swept_away(store: LocalFiles) -> None:
    old, new = spooled(store.spool, b"old"), spooled(store.spool, b"new")
    an_hour_ago = time.time() - 3600
    os.utime(old.path, (an_hour_ago, an_hour_ago))
    assert store.spool.sweep(older_than_s=1800) == 1
    assert (old.path.exists(), new.path.exists()) == (False, True)
    assert Spool(store.root / "not there").sweep(older_than_s=0) == 0


def test_what_is_not_wanted_after_all_leaves_the_spool(store: LocalFiles) -> None:
    spooling = store.spool.new()
    spooling.write(b"x" * 100_000)
    spooling.discard()
    spooling.discard()
    each = spooled(store.spool, DATA)
    each.discard()
    each.discard()
    assert stored(store.root) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 512 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount; the test with a limit of file size holds some of it for others")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_to_be_full_and_leaves_nothing_half_stored(small_disk: Path) -> None:
    store = LocalFiles(small_disk / "files")
    before = [spooled(store.spool, b"1"), spooled(store.spool, b"2")]
    with pytest.raises(FileStoreFull, match="make room"):
        store.put(os.urandom(1 << 20))
    filler = small_disk / "filler"
    filler.write_bytes(bytes(store.spool.free_bytes()))
    assert store.spool.free_bytes() == 0
    for act in (store.check, lambda: store.put(DATA)):
        with pytest.raises(FileStoreFull):
            act()
    assert set(stored(store.root)) == {each.path.relative_to(store.root) for each in before}
    filler.unlink()
    store.check()
    store.keep(before)
    assert store.get(store.put(DATA)) == DATA
    assert len(stored(store.root)) == 3


LIMITED = """
import os, resource, sys
from pathlib import Path
from models.files import FileStoreFull, LocalFiles
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
store = LocalFiles(Path(sys.argv[1]))
store.put(b"x" * 100_000)
for size in (100_001, 105_000, 1_000_000):
    try:
        store.put(b"y" * size)
    except FileStoreFull:
        print("full")
spooling = store.spool.new()
spooling.write(b"z" * 100_000)
spooling.write(b"in the buffer")
try:
    spooling.finish()
except FileStoreFull:
    print("full")
"""


def test_a_file_that_the_system_lets_nobody_write_leaves_nothing_behind(store: LocalFiles) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(store.root)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["full"] * 4
    assert [(store.root / path).stat().st_size for path in stored(store.root)] == [100_000]


def test_what_the_system_refuses_is_said_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "files").touch()
    with pytest.raises(FileStoreUnavailable, match="Not a directory"):
        LocalFiles(tmp_path / "files").put(DATA)
