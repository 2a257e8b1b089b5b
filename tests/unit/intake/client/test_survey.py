"""Names of local files: each file has one of its own, and the server takes it as it was sent."""

import os
from pathlib import Path

import pytest

from intake.client.survey import sendable, source_of, survey
from intake.names import clean_name

ODD = [b"\xff\xfe.txt", b"a\nb.txt", b"a\\b.txt", b"100%22.txt", b"%0A%0D", "é 报告 “2023”.txt".encode(), b'"q".txt']


def made(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return folder


def names(*paths: Path) -> dict[str, str]:
    return {each.name: str(each.path) for each in survey(paths).files}


def test_one_folder_s_files_are_named_by_their_paths_in_it(tmp_path: Path) -> None:
    folder = made(tmp_path / "全省", "甲.txt", "市/乙.txt")
    assert list(names(folder)) == ["甲.txt", "市/乙.txt"]


def test_with_several_paths_each_name_begins_with_its_path(tmp_path: Path) -> None:
    one, other = made(tmp_path / "a", "x.txt"), made(tmp_path / "b", "x.txt")
    assert set(names(one, other, other / "x.txt")) == {"a/x.txt", "b/x.txt"}


def test_folders_of_one_name_are_told_apart_by_the_folder_above(tmp_path: Path) -> None:
    one, other = made(tmp_path / "2022" / "a", "x.txt"), made(tmp_path / "2023" / "a", "x.txt")
    third = made(tmp_path / "c", "x.txt")
    assert set(names(one, other, third)) == {"2022/a/x.txt", "2023/a/x.txt", "c/x.txt"}


def test_no_two_files_share_a_name_however_odd_they_are(tmp_path: Path) -> None:
    raw = [*ODD, b"%FF%FE.txt", "e\u0301.txt".encode(), "\u00e9.txt".encode()]
    for each in raw:
        (tmp_path / os.fsdecode(each)).write_bytes(b"x")
    found = names(tmp_path)
    assert len(set(found.values())) == len(found) == len(raw)


@pytest.mark.parametrize("raw", ODD)
def test_the_server_takes_every_name_as_it_was_sent(raw: bytes) -> None:
    name = sendable(Path(os.fsdecode(raw)))
    assert clean_name(name) == name


def test_our_own_receipts_are_passed_by_and_told(tmp_path: Path) -> None:
    made(tmp_path, "a.txt", "nianbao-receipt-report.json")
    receipt = tmp_path / "nianbao-receipt-7.json"
    receipt.write_text('{\n "schema": "nianbao.receipt/1"}')
    found = survey([tmp_path])
    assert {each.name for each in found.files} == {"a.txt", "nianbao-receipt-report.json"}
    assert found.receipts == [receipt]


def test_a_source_is_the_same_for_the_same_paths_and_never_too_long(tmp_path: Path) -> None:
    one, other = made(tmp_path / "a", "x"), made(tmp_path / "b", "x")
    assert source_of([one, other]) == source_of([other, one, one / "x"]) != source_of([one])
    many = [tmp_path / f"{number:0200}" for number in range(50)]
    assert len(source_of(many)) < 1000
    assert source_of(many) != source_of(many[1:])
