"""Both stores of submitted bytes, a folder and a bucket, keep the same promises."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.settings import Settings, StorageSettings
from models.files import FileCorrupt, FileMissing, FileStore, FileStoreUnavailable, Spool, Spooled
from tests.servers import s3_client, storage_environment
from tests.waiting import eventually
from workers.resources import file_store

DATA = "政府信息公开工作年度报告".encode()
NAME = hashlib.sha256(DATA).hexdigest()
KEY = f"{NAME[:2]}/{NAME[2:4]}/{NAME}"


class Place(Protocol):
    """Where a store keeps its files, seen from outside."""

    settings: Settings
    away: Settings  # the same, but the place is not there

    def kept(self) -> set[str]:
        """The places of all files, relative to the store's own."""

    def damage(self, data: bytes) -> None:
        """Put other bytes where `DATA` are."""


class Folder:
    def __init__(self, path: Path) -> None:
        self.settings = Settings(data_dir=path / "data")
        (path / "not a folder").touch()
        self.away = Settings(data_dir=path / "not a folder")

    def kept(self) -> set[str]:
        root = self.settings.files_dir
        return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}

    def damage(self, data: bytes) -> None:
        (self.settings.files_dir / KEY).write_bytes(data)


class Bucket:
    def __init__(self, path: Path, storage: StorageSettings) -> None:
        self.settings = Settings(data_dir=path / "data", storage=storage)
        self.away = Settings(data_dir=path, storage=storage.model_copy(update={"s3_bucket": "not-there"}))
        self._storage, self._client = storage, s3_client(storage.s3_endpoint_url)

    def kept(self) -> set[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._storage.s3_bucket)
        return {each["Key"].removeprefix("reports/") for page in pages for each in page.get("Contents", ())}

    def damage(self, data: bytes) -> None:
        self._client.put_object(Bucket=self._storage.s3_bucket, Key=f"reports/{KEY}", Body=data)


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return Folder(tmp_path) if request.param == "folder" else Bucket(tmp_path, request.getfixturevalue("bucket"))


@pytest.fixture
def store(place: Place) -> FileStore:
    return file_store(place.settings)


@pytest.fixture
def spool(place: Place) -> Spool:
    return Spool(place.settings.files_dir / ".spool")


def spooled(spool: Spool, data: bytes) -> Spooled:
    spooling = spool.new()
    spooling.write(data[:5])
    spooling.write(data[5:])
    return spooling.finish()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(data=st.binary())
def test_what_was_put_comes_back(store: FileStore, data: bytes) -> None:
    sha256 = store.put(data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert store.has(sha256)
    assert store.get(sha256) == data
    assert b"".join(store.stream(sha256)) == data


def test_a_file_lies_under_its_hash_and_nothing_else_stays(place: Place, store: FileStore) -> None:
    store.put(DATA)
    assert place.kept() == {KEY}


def test_spooled_files_are_taken_over_each_under_its_hash(place: Place, store: FileStore, spool: Spool) -> None:
    contents = [b"", DATA, os.urandom(300_000), *(f"{n}".encode() for n in range(40))]
    files = [spooled(spool, data) for data in contents]
    assert [each.size_bytes for each in files] == [len(data) for data in contents]
    store.keep(files)
    assert [store.get(each.sha256) for each in files] == contents
    assert len(place.kept()) == len(contents)
    assert not any(each.path.exists() for each in files)


def test_keeping_nothing_is_allowed(place: Place, store: FileStore) -> None:
    store.check()
    before = place.kept()
    store.keep([])
    assert place.kept() == before


def test_the_same_bytes_in_one_call_and_again_are_one_file(place: Place, store: FileStore, spool: Spool) -> None:
    files = [spooled(spool, DATA) for _ in range(3)]
    store.keep(files[:2])
    store.keep(files[2:])
    assert store.put(DATA) == NAME
    assert place.kept() == {KEY}
    assert store.get(NAME) == DATA
    assert not any(each.path.exists() for each in files)


def test_threads_share_a_store(place: Place, store: FileStore) -> None:
    store.put(DATA)
    contents = [os.urandom(100_000) for _ in range(32)]

    def put_both(data: bytes) -> bool:
        return store.get(store.put(data)) == data and store.put(DATA) == NAME

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(put_both, contents))
    assert len(place.kept()) == 33


def test_a_file_that_is_not_there_is_missing_before_its_first_byte(store: FileStore) -> None:
    store.put(b"another")
    assert not store.has(NAME)
    for ask in (store.get, store.stream):
        with pytest.raises(FileMissing, match=f"{NAME}.*submit the file again$") as caught:
            ask(NAME)
        assert caught.value.sha256 == NAME


def test_a_large_file_streams_in_small_pieces(store: FileStore) -> None:
    data = os.urandom(200_000)
    pieces = list(store.stream(store.put(data)))
    assert b"".join(pieces) == data
    assert max(map(len, pieces)) <= 64 * 1024
    assert len(pieces) >= 4


def test_a_stream_may_be_left_early(store: FileStore) -> None:
    stream = store.stream(store.put(os.urandom(200_000)))
    assert next(stream)
    del stream
    assert store.get(store.put(DATA)) == DATA


@pytest.mark.parametrize("damaged", [b"", DATA[:-1], DATA[:-1] + b"x", DATA + b"\n"])
def test_a_damaged_file_is_refused_and_mended_by_putting_it_again(
    place: Place, store: FileStore, damaged: bytes
) -> None:
    store.put(DATA)
    place.damage(damaged)
    with pytest.raises(FileCorrupt, match=r"submit the file again to mend it$") as caught:
        store.get(NAME)
    assert caught.value.sha256 == NAME
    store.put(DATA)
    assert store.get(NAME) == DATA


def test_a_damaged_file_is_mended_by_keeping_it_again(place: Place, store: FileStore, spool: Spool) -> None:
    store.put(DATA)
    place.damage(DATA[:-1] + b"x")
    store.keep([spooled(spool, DATA)])
    assert store.get(NAME) == DATA


def test_a_name_that_is_no_hash_never_reaches_the_place(store: FileStore) -> None:
    for name in ("", "../../etc/passwd", NAME.upper(), NAME[:-1], NAME + "\n", f"{NAME[:62]}/."):
        for ask in (store.get, store.has, store.stream):
            with pytest.raises(ValueError, match="is not a SHA-256"):
                ask(name)


def test_a_store_that_can_be_written_says_so_as_often_as_it_is_asked(place: Place, store: FileStore) -> None:
    store.check()
    first = place.kept()
    store.check()
    assert place.kept() == first


def test_a_place_that_is_away_is_unavailable_and_no_file_of_it_is_missing(place: Place, spool: Spool) -> None:
    store, waiting = file_store(place.away), spooled(spool, DATA)
    for act in (
        store.check,
        lambda: store.put(DATA),
        lambda: store.get(NAME),
        lambda: store.stream(NAME),
        lambda: store.keep([waiting]),
    ):
        with pytest.raises(FileStoreUnavailable, match=r"check it and try again$"):
            act()
    assert waiting.path.read_bytes() == DATA


def test_a_failed_keep_may_be_repeated(place: Place, store: FileStore, spool: Spool) -> None:
    files = [spooled(spool, f"{n}".encode()) for n in range(5)]
    hidden = files[3].path.rename(files[3].path.with_suffix(".hidden"))
    with pytest.raises(FileStoreUnavailable):
        store.keep(files)
    hidden.rename(files[3].path)
    store.keep(files)
    assert [store.get(each.sha256) for each in files] == [f"{n}".encode() for n in range(5)]
    assert not any(each.path.exists() for each in files)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # that is what is tested
def test_a_process_forked_from_one_that_used_the_store_may_use_it_too(store: FileStore, spool: Spool) -> None:
    store.keep([spooled(spool, DATA)])
    other = spooled(spool, b"other")
    child = os.fork()
    if not child:
        try:
            store.keep([other])
            os._exit(int(store.get(NAME) != DATA))
        finally:
            os._exit(2)
    try:
        ended = eventually(lambda: os.waitpid(child, os.WNOHANG)[0], "the forked process's end", within_s=30)
    except AssertionError:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    assert ended == child
    assert store.get(other.sha256) == b"other"


WRITER = """
import hashlib, os
from config.settings import load_settings
from workers.resources import build_resources
resources = build_resources(load_settings())
while True:
    data = os.urandom(3_000_000)
    print(hashlib.sha256(data).hexdigest(), flush=True)
    spooling = resources.spool.new()
    spooling.write(data)
    resources.files.keep([spooling.finish()])
"""


@pytest.fixture
def writer(place: Place) -> Iterator[subprocess.Popen[str]]:
    """A process that says the name of a file and then keeps it, again and again."""
    env = os.environ | storage_environment(place.settings.storage)
    env["NIANBAO_DATA_DIR"] = str(place.settings.data_dir)
    process = subprocess.Popen([sys.executable, "-c", WRITER], stdout=subprocess.PIPE, text=True, env=env)
    with process:
        yield process
        process.kill()


def test_a_writer_that_is_killed_leaves_whole_files_or_none(store: FileStore, writer: subprocess.Popen[str]) -> None:
    assert writer.stdout is not None
    names = [writer.stdout.readline().strip() for _ in range(4)]
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    names += writer.stdout.read().split()
    for name in names[:-1]:
        assert len(store.get(name)) == 3_000_000
    if store.has(names[-1]):
        assert len(store.get(names[-1])) == 3_000_000
