"""The body that is streamed is what the server reads: the same names, the same bytes, as long as was said."""

from pathlib import Path

import pytest

from config.settings import LimitSettings
from intake.api.multipart import Upload, parts
from intake.client.body import Body
from intake.client.delivery import groups
from intake.client.errors import FileMoved
from intake.client.local import Held, LocalFile, look_at
from models.files import Spool

NAMES = ['a "b".txt', "市/报告%2522.txt", "large.bin", "é.txt"]


def held(folder: Path, name: str, content: bytes) -> Held:
    path = folder / f"{abs(hash(name))}"
    path.write_bytes(content)
    file = look_at(LocalFile(path, name), LimitSettings())
    assert isinstance(file, Held)
    return file


def test_a_server_reads_the_names_and_bytes_that_were_sent(tmp_path: Path) -> None:
    files = [held(tmp_path, name, name.encode() * 100_000) for name in NAMES]
    sent: list[int] = []
    body = Body(files, sent.append)
    whole = list(body.pieces())
    assert sum(map(len, whole)) == int(body.headers["Content-Length"])
    assert sum(sent) == sum(each.size_bytes for each in files)
    assert max(map(len, whole)) <= 256 * 1024
    read = list(parts(whole, body.headers["Content-Type"], LimitSettings(), Spool(tmp_path / "spool")))
    uploads = [each for each in read if isinstance(each, Upload)]
    assert [(each.name, each.spooled.sha256) for each in uploads] == [(each.name, each.sha256) for each in files]


@pytest.mark.parametrize("now", [b"", b"short", b"much longer than it was"])
def test_a_file_of_another_size_than_it_had_is_not_sent_for_what_it_was(tmp_path: Path, now: bytes) -> None:
    file = held(tmp_path, "a", b"as it was")
    file.path.write_bytes(now)
    with pytest.raises(FileMoved):
        list(Body([file], lambda _: None).pieces())


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    file = held(tmp_path, "a", b"as it was")
    file.path.unlink()
    with pytest.raises(FileMoved):
        list(Body([file], lambda _: None).pieces())


def test_requests_are_bounded_in_files_and_bytes_and_archives_go_alone() -> None:
    def file(name: str, size_bytes: int, *, is_archive: bool = False) -> Held:
        return Held(Path(name), name, "0" * 64, size_bytes, is_archive)

    mib = 1024 * 1024
    small = [file(f"s{number}", 10) for number in range(130)]
    rest = [file("zip", 10, is_archive=True), file("big", 17 * mib), file("m1", 10 * mib), file("m2", 10 * mib)]
    found = list(groups([*small, *rest]))
    assert sorted(each.name for group in found for each in group) == sorted(each.name for each in [*small, *rest])
    assert all(len(group) <= 64 for group in found)
    assert {tuple(each.name for each in group) for group in found} >= {("zip",), ("big",), ("m2",)}
    assert all(len(group) == 1 or sum(each.size_bytes for each in group) <= 16 * mib for group in found)
