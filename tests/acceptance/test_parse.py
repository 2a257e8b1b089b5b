"""`nianbao parse` and `nianbao schema`: reading files in one process, as a page and as lines of JSON."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .program import ROOT, SAMPLES, WITHIN_S, command, environment, nianbao

UNREADABLE = 3
USAGE = 2
ALL = sorted(SAMPLES.iterdir())
CLEAN, BROKEN = SAMPLES / "03-clean-tabs.txt", SAMPLES / "06-t3-001.txt"
NEWS = SAMPLES / "21-news-page.html"
EXPECTED: dict[str, Any] = json.loads((ROOT / "tests/making/expected_samples.json").read_text())


def _lines(out: str) -> list[dict[str, Any]]:
    assert out.endswith("\n")
    return [json.loads(line) for line in out.removesuffix("\n").split("\n")]


def test_each_file_gives_one_line_in_order_and_a_bad_one_in_the_middle_stops_none(tmp_path: Path) -> None:
    empty, missing = tmp_path / "empty.txt", tmp_path / "missing.txt"
    empty.touch()
    files = [CLEAN, empty, NEWS, missing, tmp_path, BROKEN]
    ended = nianbao("parse", *files, "--jsonl")
    lines = _lines(ended.out)
    assert ended.status == UNREADABLE
    assert ended.err == ""
    assert [line["file"]["name"] for line in lines] == [str(file) for file in files]
    codes = [line["error"] and line["error"]["code"] for line in lines]
    assert codes == [None, "file.empty", "document.not_a_report", "file.unreadable", "file.not_regular", None]
    for line in lines:
        if line["error"]:
            assert set(line["error"]) == {"code", "message", "stage"}
            assert set(line["error"]["message"]) == {"zh", "en"}


def test_when_every_file_could_be_read_the_status_is_0_though_rules_are_broken() -> None:
    ended = nianbao("parse", CLEAN, BROKEN, "--jsonl")
    assert ended.status == 0
    assert [finding["rule"] for finding in _lines(ended.out)[1]["findings"] if finding["severity"] == "error"] == [
        "T3-001",
        "T3-001",
    ]


def test_every_sample_gives_the_figures_that_were_written_into_it() -> None:
    lines = _lines(nianbao("parse", *ALL, "--jsonl").out)
    assert [line["file"]["name"] for line in lines] == [str(file) for file in ALL]
    for file, line in zip(ALL, lines, strict=True):
        expected = EXPECTED[file.name]
        if expected["error"]:
            assert line["error"]["code"] == expected["error"], file.name
            continue
        assert line["error"] is None, file.name
        # A figure that the file gives and no count can be (1.5, -1) may be kept as it is or be unknown.
        for place, value in expected["doubtful"].items():
            table, _, rest = place.partition(".")
            row, _, column = rest.rpartition(".")
            assert line["tables"][table][row][column] in {None, value}, place
            line["tables"][table][row][column] = None
        assert line["tables"] == expected["tables"], file.name
        assert (line["agency"], line["year"], line["form"]) == tuple(expected[k] for k in ("agency", "year", "form"))


def test_every_line_has_the_keys_of_the_schema() -> None:
    printed = nianbao("schema")
    schema = json.loads(printed.out)
    assert (printed.status, printed.err) == (0, "")
    report = schema
    if "$ref" in schema:
        report = schema["$defs"][schema["$ref"].rpartition("/")[2]]
    for line in _lines(nianbao("parse", *ALL, "--jsonl").out):
        assert set(line) <= set(report["properties"])
        assert set(report["required"]) <= set(line)


@pytest.mark.parametrize("words", [(), ("--jsonl",), ("--wrong", CLEAN), (CLEAN, "--lang", "fr")])
def test_wrong_usage_ends_with_2_and_prints_no_result(words: tuple[str | Path, ...]) -> None:
    ended = nianbao("parse", *words)
    assert (ended.status, ended.out) == (USAGE, "")
    assert "Usage:" in ended.err
    assert "Traceback" not in ended.err


def test_the_page_shows_the_tables_and_what_does_not_add_up() -> None:
    ended = nianbao("parse", BROKEN)
    assert ended.status == 0
    for words in ("白箬县自然资源局", "本年新收政府信息公开申请", "行政许可", "行政复议", "自然人：23 + 2 ≠ 23"):
        assert words in ended.out
    lines = ended.out.splitlines()
    (head,) = [at for at, line in enumerate(lines) if line.startswith("[1] T3-001")]
    (so,) = [at for at, line in enumerate(lines) if line.strip() == "另有 1 条勾稽关系因此不成立："]
    assert head < so
    assert lines[so + 1].strip().startswith("T3-001 总计：")
    assert "\x1b" not in ended.out  # no colours where there is no terminal


def test_on_a_terminal_the_broken_cells_are_marked() -> None:
    settings = environment() | {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": "200"}
    shown = subprocess.run(command("parse", BROKEN), env=settings, capture_output=True, check=True, timeout=WITHIN_S)
    page = shown.stdout.decode()
    (row,) = [line for line in page.splitlines() if "一、本年新收政府信息公开申请" in line and "23" in line]
    assert "\x1b[1;31m23" in row


def test_the_page_says_what_is_unknown_and_what_could_not_be_read() -> None:
    ended = nianbao("parse", SAMPLES / "18-f-010-f-011.txt", NEWS, "--lang", "en")
    assert ended.status == UNREADABLE
    assert "?" in ended.out
    assert "document.not_a_report" in ended.out
    assert "This does not look like an annual report" in ended.out


@pytest.mark.parametrize("form", ["--jsonl", "--lang=zh"])
def test_a_reader_that_goes_away_early_gives_no_traceback(form: str) -> None:
    many = [*ALL] * 5  # far more than a pipe holds
    with subprocess.Popen(
        command("parse", form, *many), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline()
        program.stdout.close()
        complaints = program.stderr.read().decode()
        status = program.wait(WITHIN_S)
    assert complaints == ""
    assert status != 0


#: What takes long to import: the queue, the database, the server, the terminal's drawing, the readers of other formats.
HEAVY = {"celery", "kombu", "redis", "sqlalchemy", "sqlmodel", "fastapi", "uvicorn", "httpx", "structlog", "rich", "opencc"} | {
    "pypdfium2_raw", "ctypes", "pipeline.formats.pdf", "pipeline.formats.docx", "pipeline.formats.xlsx", "workers.apart",
}  # fmt: skip


def _loaded(code: str) -> set[str]:
    """The modules that a fresh process has loaded when it has run this."""
    program = f"import sys\ntry:\n    {code}\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment(), capture_output=True, check=True, timeout=WITHIN_S
    )
    return set(ended.stderr.decode().split())


@pytest.mark.parametrize("file", [CLEAN, SAMPLES / "17-f-008-f-025.html"], ids=["text", "web page"])
def test_a_text_or_web_page_is_read_without_loading_what_only_others_need(file: Path) -> None:
    loaded = _loaded(f"from intake.cli import main; main(['parse', '--jsonl', {str(file)!r}])")
    assert "pipeline.checks" in loaded
    assert loaded & HEAVY == set()


def test_what_forks_to_read_a_risky_file_has_loaded_the_readers_that_the_fork_may_need() -> None:
    assert {"pipeline.formats.pdf.read", "pipeline.formats.docx.read", "pipeline.formats.xlsx.read"} <= _loaded(
        "import workers.apart"
    )
