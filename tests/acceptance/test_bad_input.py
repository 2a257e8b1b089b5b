"""Whatever lies in a folder gets its own answer, and none of it stops a good report beside it."""

import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.making import consistent_truth, render

from .program import SAMPLES, Ended, nianbao
from .stored import rows

GOOD = "好 report.txt"
COPY = "龘 copy.txt"  # after the good one in the order of names
REJECTED = {
    "empty.txt": "file.empty",
    "too-large.txt": "file.too_large",
    "pipe": "file.not_regular",
    "socket": "file.not_regular",
    "device": "file.not_regular",
    "broken-link": "file.unreadable",
    "loop-1": "file.unreadable",
    "loop-2": "file.unreadable",
}
DEAD = {
    "junk.bin": "format.unknown",
    "report.pdf": "format.damaged",
    "news.html": "document.not_a_report",
    "big5.txt": "document.not_a_report",
    "latin.txt": "encoding.unknown",
    "white.txt": "file.empty",
}
NAMES = {  # as bytes of the file system → as the name is kept
    b"with space.txt": "with space.txt",
    "引号 \"double\" 'single' `back`.txt".encode(): "引号 \"double\" 'single' `back`.txt",
    b"new\nline.txt": "new\nline.txt",
    b"escape\x1b[31m.txt": "escape\x1b[31m.txt",
    b"[red]markup[/red].txt": "[red]markup[/red].txt",
    b"[bold]open.txt": "[bold]open.txt",
    b"{curly} %s %(name)s $HOME;&.txt": "{curly} %s %(name)s $HOME;&.txt",
    b"-rf": "-rf",
    ("长" * 82 + ".txt").encode(): "长" * 82 + ".txt",
    b"invalid\xff\xfe.txt": "invalid\\xff\\xfe.txt",
    "右\u202e左.txt".encode(): "右\u202e左.txt",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    ended: Ended
    again: Ended
    data_dir: Path


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder, data_dir = tmp_path_factory.mktemp("bad"), tmp_path_factory.mktemp("data")
    (folder / GOOD).write_bytes(render(consistent_truth(0), "pipes"))
    (folder / COPY).write_bytes((folder / GOOD).read_bytes())
    (folder / "empty.txt").touch()
    with (folder / "too-large.txt").open("wb") as large:
        large.truncate(30 * 1024 * 1024)
    os.mkfifo(folder / "pipe")
    (folder / "device").symlink_to("/dev/null")
    (folder / "broken-link").symlink_to("nowhere")
    (folder / "loop-1").symlink_to("loop-2")
    (folder / "loop-2").symlink_to("loop-1")
    (folder / "loop-folder").symlink_to(folder)
    (folder / "empty-folder").mkdir()
    (folder / "junk.bin").write_bytes(bytes(range(256)) * 40)
    (folder / "report.pdf").write_bytes(b"%PDF-1.7\n" + bytes(100))
    (folder / "news.html").write_bytes((SAMPLES / "21-news-page.html").read_bytes())
    (folder / "big5.txt").write_bytes("政府資訊公開工作年度報告，數據統計期限為本年度。".encode("big5") * 9)
    (folder / "latin.txt").write_bytes("résumé déjà vu à côté ".encode("latin-1") * 9)
    (folder / "white.txt").write_bytes(b" \n\t\r\n" * 20)
    for number, name in enumerate(NAMES, start=1):
        path = folder / os.fsdecode(name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(render(consistent_truth(number), "tabs"))
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(folder)  # the whole path may be longer than a socket's may be
        try:
            listener.bind("socket")
        finally:
            os.chdir(here)
        ended = nianbao("run", folder, "--data-dir", data_dir)
        again = nianbao("run", folder, "--data-dir", data_dir, "--json")
    return Outcome(ended, again, data_dir)


def _first_batch(outcome: Outcome) -> list[tuple[str, str, str | None]]:
    query = "SELECT name, outcome, code FROM submission WHERE batch_id = (SELECT min(id) FROM batch)"
    return rows(outcome.data_dir, query)


def test_every_file_is_answered_once(outcome: Outcome) -> None:
    names = sorted(name for name, _, _ in _first_batch(outcome))
    assert names == sorted({GOOD, COPY, *REJECTED, *DEAD, *NAMES.values()})


def test_what_cannot_be_taken_in_is_rejected_with_its_code(outcome: Outcome) -> None:
    assert {name: code for name, what, code in _first_batch(outcome) if what == "rejected"} == REJECTED


def test_what_cannot_be_read_is_a_dead_letter_with_its_code(outcome: Outcome) -> None:
    query = "SELECT name, code FROM dead_letter JOIN report ON report.id = report_id"
    assert dict(rows(outcome.data_dir, query)) == DEAD


def test_the_good_report_and_every_odd_name_are_done(outcome: Outcome) -> None:
    query = "SELECT name, state, figures_read FROM report WHERE state <> 'dead'"
    assert sorted(rows(outcome.data_dir, query)) == sorted((name, "done", 200) for name in {GOOD, *NAMES.values()})


def test_the_same_bytes_under_another_name_are_a_duplicate(outcome: Outcome) -> None:
    assert [name for name, what, _ in _first_batch(outcome) if what == "duplicate"] == [COPY]


def test_the_printed_page_names_every_file_and_obeys_none(outcome: Outcome) -> None:
    page = outcome.ended.out
    assert outcome.ended.status == 4
    assert "Traceback" not in outcome.ended.err
    controls = {c for c in page if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or ord(c) in {0x202E, 0xFFFD}}
    assert controls == set()
    for shown in (
        "[red]markup[/red].txt",
        "[bold]open.txt",
        "new\\nline.txt",
        "escape\\x1b[31m.txt",
        "右\\u202e左.txt",
    ):
        assert shown in page
    assert "invalid\\xff\\xfe.txt" in page
    for name, code in (REJECTED | DEAD).items():
        assert any(code in line and name in line for line in page.splitlines()), name


def test_the_totals_add_up(outcome: Outcome) -> None:
    total = len(REJECTED) + len(DEAD) + len(NAMES) + 2
    last = outcome.ended.out.rstrip("\n").rpartition("\n")[2]
    assert last.startswith(
        f"提交 submitted {total} = 完成 done {len(NAMES) + 1} + 失败 dead {len(DEAD)} + 重复 duplicate 1"
        f" + 拒收 rejected {len(REJECTED)}"
    )


def test_a_second_run_rejects_the_same_again_and_calls_the_rest_duplicates(outcome: Outcome) -> None:
    summary = json.loads(outcome.again.out)
    assert outcome.again.status == 4
    assert (summary["done"], summary["dead"], summary["rejected"]) == (0, 0, len(REJECTED))
    assert summary["submitted"] == summary["duplicate"] + summary["rejected"]
