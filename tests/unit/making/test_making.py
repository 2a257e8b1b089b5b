"""The maker is itself right: its truths add up, its layouts print every cell, its samples are what they say."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import LAYOUTS, Layout, Truth, broken_identities, consistent_truth, render
from tests.making.labels import APPLICANTS, RESULT_ROWS, SECTIONS
from tests.making.samples import files
from tests.making.specimens import CLEAN, SPECIMENS, Specimen

ROOT = Path(__file__).parents[3]
BY_FILE = {specimen.file[:2]: specimen for specimen in SPECIMENS}


def numbers(truth: Truth, row: str, columns: tuple[str, ...] = (*APPLICANTS, "total")) -> list[int]:
    cells = [truth.requests[row][column] for column in columns]
    return [cell for cell in cells if isinstance(cell, int)]


@given(st.integers(min_value=0, max_value=10_000))
def test_a_random_truth_adds_up(seed: int) -> None:
    truth = consistent_truth(seed)
    for column in (*APPLICANTS, "total"):
        new, carried_in, total, carried_out = (
            numbers(truth, row, (column,))[0]
            for row in ("new_received", "carried_over_in", "total", "carried_over_out")
        )
        assert new + carried_in == total + carried_out
        assert total == sum(numbers(truth, row, (column,))[0] for row in RESULT_ROWS)
    for row in truth.requests:
        *applicants, total = numbers(truth, row)
        assert len(applicants) == 6
        assert total == sum(applicants)
    assert broken_identities(truth) == set()


def test_a_truth_has_the_figures_of_the_2021_form() -> None:
    figures = consistent_truth(1).figures
    counts = {table: sum(len(columns) for columns in rows.values()) for table, rows in figures.items()}
    assert counts == {"proactive_disclosure": 10, "requests": 175, "litigation": 15}


def test_a_random_truth_can_tell_swapped_cells_apart() -> None:
    cells = [cell for row in RESULT_ROWS for cell in numbers(consistent_truth(7), row)]
    assert len(set(cells)) > 40
    assert consistent_truth(7) == consistent_truth(7) != consistent_truth(8)


def test_a_broken_cell_is_seen_in_its_row_and_column_only() -> None:
    truth = consistent_truth(2)
    wrong = truth.with_cells({"requests.granted.research": 999})
    assert broken_identities(wrong) == {("T3-002", "research"), ("T3-003", "granted")}
    with pytest.raises(KeyError):
        truth.with_cells({"requests.granted.nobody": 1})


@pytest.mark.parametrize("layout", [*LAYOUTS, "html"])
def test_a_layout_prints_each_section_and_every_figure_in_order(layout: Layout) -> None:
    truth = consistent_truth(5)
    page = re.sub(r"<style>.*?</script>|<[^>]*>", " ", render(truth, layout).decode(), flags=re.DOTALL)
    assert all(heading in page for heading in SECTIONS.values())
    table = page[page.index(SECTIONS[3]) : page.index(SECTIONS[4])]
    printed = [int(number) for number in re.findall(r"(?<!\d)\d+(?![.\d])", table)]
    assert printed == [count for row in truth.requests for count in numbers(truth, row)]


def test_each_text_layout_shows_a_blank_figure_in_its_own_way() -> None:
    truth = consistent_truth(0).with_cells(
        {
            f"requests.carried_over_in.{column}": cell
            for column, cell in zip((*APPLICANTS, "total"), (3, None, None, 4, 5, 6, 18), strict=True)
        }
    )
    assert "申请数量 | 3 | | | 4 | 5 | 6 | 18 | ||\n" in render(truth, "pipes").decode()
    assert "申请数量 | 3 | | | 4 | 5 | 6 | 18 |\n" in render(truth, "pipes_open").decode()
    assert "申请数量\t\t3\t\t\t4\t5\t6\t18\t\n" in render(truth, "tabs").decode()
    assert "申请数量 |\n3 |\n|\n|\n4 |\n5 |\n6 |\n18 |\n||\n" in render(truth, "closing_pipes").decode()
    assert "申请数量\n\n3\n\n\n\n4\n\n5\n\n6\n\n18\n\n" in render(truth, "flat").decode()


class Spans(HTMLParser):
    """Lays the cells of each table out and keeps the widths of its rows."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[int]] = []
        self.hanging: list[tuple[int, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self.hanging = []
        elif tag == "tr":
            self.tables[-1].append(sum(colspan for _, colspan in self.hanging))
            self.hanging = [(rows - 1, colspan) for rows, colspan in self.hanging if rows > 1]
        elif tag == "td":
            spans = {name: int(value or 1) for name, value in attrs}
            self.tables[-1][-1] += spans.get("colspan", 1)
            if spans.get("rowspan", 1) > 1:
                self.hanging.append((spans["rowspan"] - 1, spans.get("colspan", 1)))


def test_the_tables_of_a_page_have_no_hole_and_no_overlap() -> None:
    spans = Spans()
    spans.feed(render(consistent_truth(4), "html").decode())
    assert [(len(rows), set(rows)) for rows in spans.tables] == [(14, {4}), (28, {10}), (4, {15})]


def test_every_row_of_tabs_is_as_wide_as_its_table() -> None:
    lines = [line for line in render(consistent_truth(4), "tabs").decode().split("\n") if "\t" in line]
    assert [line.count("\t") + 1 for line in lines] == [4] * 14 + [10] * 28 + [15] * 4


def test_encodings_are_what_they_declare() -> None:
    truth = consistent_truth(6)
    assert render(truth, "pipes", "utf-8-sig").startswith(b"\xef\xbb\xbf")
    page = render(truth, "html", "gb18030")
    assert b'<meta charset="gb2312">' in page
    assert truth.title in page.decode("gb18030")


def test_the_committed_samples_are_what_the_maker_writes() -> None:
    for path, content in files().items():
        assert (ROOT / path).read_bytes() == content, path


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.file)
def test_a_sample_breaks_the_planted_identities_and_no_other(specimen: Specimen) -> None:
    arithmetic = {rule for rule, _ in specimen.required if rule.startswith("T")}
    broken = broken_identities(specimen.truth)
    assert {rule for rule, _ in broken} == arithmetic
    assert {(rule, column) for rule, column in specimen.required if column} <= broken


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.file)
def test_the_prose_of_a_sample_is_of_the_length_and_year_of_a_report(specimen: Specimen) -> None:
    prose = specimen.truth.preamble + "".join(specimen.truth.sections.values())
    assert 800 <= len(prose) <= 2500
    years = {int(year) for year in re.findall(r"(?<!〔)20\d\d", prose)}
    assert specimen.truth.year in years <= {specimen.truth.year, specimen.truth.year + 1}
    assert not re.search(r"([一-鿿]{2})\1|[，。、；：]{2}", prose)


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.file)
def test_a_sample_says_what_its_tables_say_but_for_the_planted_claim(specimen: Specimen) -> None:
    planted = {rule for rule, _ in specimen.required}
    overview = specimen.truth.sections[1]
    for pattern, row, rule in (
        (r"收到?政府信息公开申请(\d+)件", "new_received", "X-001"),
        (r"上年结转(\d+)件", "carried_over_in", ""),
        (r"(?:办结|答复)(\d+)件", "total", "X-003"),
        (r"结转下年度继续办理(\d+)件", "carried_over_out", ""),
    ):
        for stated in re.findall(pattern, overview):
            cell = specimen.truth.requests[row]["total"]
            known = specimen.read.get(f"requests.{row}.total", cell)
            assert (int(stated) == known) is (rule not in planted), (pattern, stated)


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.file)
def test_the_parts_of_a_sum_in_a_sample_add_up_but_for_the_planted_one(specimen: Specimen) -> None:
    sums = re.findall(r"(\d+)[条件]，其中((?:(?!另有)[^\d，。；]+\d+[条件][、，]?)+)", specimen.truth.sections[1])
    wrong = [whole for whole, parts in sums if int(whole) != sum(int(part) for part in re.findall(r"\d+", parts))]
    assert sums
    assert bool(wrong) is any(rule == "X-016" for rule, _ in specimen.required)


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.file)
def test_the_overview_of_a_sample_has_the_parts_that_assessors_look_for(specimen: Specimen) -> None:
    parts = ["主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障"]
    if specimen.truth.agency.endswith(("人民政府", "办事处")):
        parts += ["考核", "评议", "追"]
    assert [part for part in parts if part not in specimen.truth.sections[1]] == []


def test_the_clean_samples_cover_a_layout_each() -> None:
    assert {specimen.layout for specimen in CLEAN} == {"pipes", "html", "tabs", "closing_pipes", "flat"}
    assert {specimen.layout for specimen in SPECIMENS} == {*LAYOUTS, "html"}
    assert all(not specimen.required and not specimen.allowed for specimen in CLEAN)


def test_blank_figures_of_a_sample_are_expected_as_unknown() -> None:
    tables = BY_FILE["18"].expected()["tables"]
    assert isinstance(tables, dict)
    assert set(tables["requests"]["refused.state_secret"].values()) == {None}
    assert set(tables["proactive_disclosure"]["regulations"].values()) == {None}
    tidied = BY_FILE["22"].expected()["tables"]
    assert isinstance(tidied, dict)
    assert tidied["proactive_disclosure"]["fees"] == {"amount_10k_cny": 36.5}
