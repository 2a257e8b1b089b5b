"""`nianbao report` as a person runs it: one page a report, in a file or a folder, and the summary of a batch."""

import json
import re
from pathlib import Path

import pytest

from .conftest import Finished
from .program import nianbao
from .stored import rows

UNKNOWN, USAGE = 1, 2
_CIRCLED = re.compile("[①-⑳]")


def id_of(run: Finished, name: str) -> int:
    ((found,),) = rows(run.data_dir, "SELECT id FROM report WHERE name LIKE ?", name)
    return int(found)


def test_one_report_is_a_page_in_each_format(samples_run: Finished, tmp_path: Path) -> None:
    number = str(id_of(samples_run, "07-%"))
    shown = nianbao("report", number, "--data-dir", samples_run.data_dir)
    assert shown.status == 0
    assert "有 1 处错误需要核实。" in shown.out
    assert "另有 1 条勾稽关系因此不成立：" in shown.out
    markdown = nianbao("report", number, "--format", "md", "--lang", "en", "--data-dir", samples_run.data_dir)
    assert markdown.out.startswith("# 柳汀区市场监督管理局2022年")
    assert "**16**①" in markdown.out
    page = tmp_path / "page.html"
    ended = nianbao("report", number, "--format", "html", "--output", page, "--data-dir", samples_run.data_dir)
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert page.read_text().startswith("<!DOCTYPE html>")
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]


def test_the_page_is_the_same_as_that_of_the_file_itself(samples_run: Finished) -> None:
    number = str(id_of(samples_run, "08-%"))
    stored = nianbao("report", number, "--data-dir", samples_run.data_dir).out.splitlines()
    read = nianbao("parse", Path("samples/08-t3-003.txt")).out.splitlines()
    assert stored[2:] == read[2:]


def test_several_reports_go_into_a_folder_a_file_each(samples_run: Finished, tmp_path: Path) -> None:
    numbers = [id_of(samples_run, name) for name in ("06-%", "07-%", "21-%")]
    folder = tmp_path / "核对单"
    words = ("--format", "html", "--output", folder, "--data-dir", samples_run.data_dir)
    ended = nianbao("report", *map(str, numbers), *words)
    assert (ended.status, ended.err) == (0, "")
    names = (
        f"{numbers[0]}-白箬县自然资源局-2023.html",
        f"{numbers[1]}-柳汀区市场监督管理局-2022.html",
        f"{numbers[2]}.html",
    )
    assert {each.name for each in folder.iterdir()} == set(names)
    assert "document.not_a_report" in (folder / names[2]).read_text()


def test_an_unknown_number_is_told_with_its_code(samples_run: Finished) -> None:
    for words, code in ((("999",), "report.unknown"), (("--batch", "999"), "batch.unknown")):
        ended = nianbao("report", *words, "--data-dir", samples_run.data_dir)
        assert (ended.status, ended.out) == (UNKNOWN, "")
        assert ended.err.startswith(f"[{code}]")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "report.which"),
        (("1", "--batch", "1"), "report.which"),
        (("1", "--format", "json"), "report.json"),
        (("1", "2", "--format", "md"), "report.folder"),
    ],
)
def test_wrong_usage_says_what_to_give(samples_run: Finished, words: tuple[str, ...], code: str) -> None:
    ended = nianbao("report", *words, "--data-dir", samples_run.data_dir)
    assert (ended.status, ended.out) == (USAGE, "")
    assert f"[{code}]" in ended.err


def test_the_summary_of_a_batch_adds_up_to_what_is_stored(samples_run: Finished) -> None:
    ended = nianbao("report", "--batch", "1", "--format", "json", "--data-dir", samples_run.data_dir)
    summary = json.loads(ended.out)
    found = summary["found"]
    ((findings,),) = rows(samples_run.data_dir, "SELECT count(*) FROM finding")
    assert sum(found[weight] for weight in ("error", "warning", "info", "doubt")) == findings
    assert sum(line["findings"] for line in summary["rules"]) == findings
    assert sum(line["issues"] for line in summary["rules"]) == found["issues"] < findings
    for weight, total in found.items():
        assert sum(line["found"][weight] for line in summary["agencies"]["listed"]) == total, weight
    assert summary["dead_letters"] == {"document.not_a_report": summary["ledger"]["dead"]}
    assert summary["balanced"] is True


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("file_format", ["text", "md", "html"])
def test_the_summary_is_also_a_page(samples_run: Finished, lang: str, file_format: str) -> None:
    words = ("--format", file_format, "--lang", lang, "--data-dir", samples_run.data_dir)
    ended = nianbao("report", "--batch", "1", *words)
    assert ended.status == 0
    for said in ("T3-002", "柳汀区市场监督管理局", "47.6%"):
        assert said in ended.out.replace("\\", "")
    assert not _CIRCLED.search(ended.out)
