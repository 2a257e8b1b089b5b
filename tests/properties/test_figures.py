"""Whatever happens to a report on its way to us, a figure is read right or is unknown, and a consistent one never fails."""

import random
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.checks import Finding
from pipeline.report import Report
from pipeline.stages import read_report
from tests.making import LAYOUTS, Layout, consistent_truth, render

from .damage import Charset, Made, made

layouts: st.SearchStrategy[Layout] = st.sampled_from([*LAYOUTS, "html"])
charsets: st.SearchStrategy[Charset] = st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
seeds = st.integers(min_value=0, max_value=2**32)
sizes = st.sampled_from([1, 2, 5, 40, 300])
# What the agency itself does to a cell (a blank, a mark, a unit) is told by these; the arithmetic must stay silent.
_OF_CELLS = {"F-010", "F-011", "F-015"}


def figures(report: Report) -> dict[str, int | Decimal | None]:
    return {
        f"{table}.{row}.{column}": value
        for table, rows in report.tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }


def wrong(report: Report, source: Made) -> dict[str, object]:
    return {k: (v, source.figures[k]) for k, v in figures(report).items() if v is not None and v != source.figures[k]}


def failures(report: Report) -> list[Finding]:
    return [each for each in report.findings if each.verdict == "fail" and each.rule not in _OF_CELLS]


@given(seeds, sizes, layouts, charsets, st.sampled_from([0.0, 0.3]))
@settings(max_examples=60, deadline=None)
def test_without_lost_cells_every_figure_is_read(
    seed: int, most: int, layout: Layout, charset: Charset, retype: float
) -> None:
    source = made(consistent_truth(seed, most=most), layout, charset, random.Random(seed), retype=retype)
    report = read_report(source.data, "made")
    assert report.error is None
    assert figures(report) == source.figures
    assert failures(report) == []


@given(seeds, sizes, layouts, charsets, st.sampled_from([0.01, 0.2, 0.6]))
@settings(max_examples=60, deadline=None)
def test_blanks_and_placeholders_are_never_read_as_numbers(
    seed: int, most: int, layout: Layout, charset: Charset, blank: float
) -> None:
    source = made(consistent_truth(seed, most=most), layout, charset, random.Random(seed), retype=0.1, blank=blank)
    report = read_report(source.data, "made")
    assert wrong(report, source) == {}
    assert failures(report) == []


@given(seeds, sizes, layouts, charsets, st.sampled_from([0.005, 0.03, 0.2]), st.sampled_from([0.0, 0.1]))
# The last row lost two cells, and what pads its end took their places.
@example(1377, 1, "pipes", "utf-8", 0.03, 0.1)
# A label that spans columns leaves a blank at its row's end, which took a lost cell's place beside a total that is a mark.
@example(953847814, 300, "tabs", "utf-8-sig", 0.03, 0.1)
# All rows of one span lost a cell, so that they look whole to each other.
@example(4052036435, 1, "tabs", "utf-16", 0.03, 0.1)
# Rows that lost two cells seem to show that their label leaves no blanks.
@example(1746625706, 5, "tabs", "utf-8", 0.03, 0.0)
@settings(max_examples=100, deadline=None)
def test_lost_cells_make_figures_unknown_and_never_wrong(
    seed: int, most: int, layout: Layout, charset: Charset, lose: float, blank: float
) -> None:
    source = made(consistent_truth(seed, most=most), layout, charset, random.Random(seed), blank=blank, lose=lose)
    report = read_report(source.data, "made")
    assert wrong(report, source) == {}
    assert failures(report) == []


@given(seeds, layouts, st.data())
@settings(max_examples=40, deadline=None)
def test_a_report_cut_short_anywhere_gives_no_wrong_figure(seed: int, layout: Layout, data: st.DataObject) -> None:
    source = made(consistent_truth(seed), layout, "utf-8", random.Random(seed))
    text = source.data.decode()
    lines = text.splitlines(keepends=True)
    cut = data.draw(st.integers(min_value=0, max_value=len(lines)))
    report = read_report("".join(lines[:cut]).encode(), "made")
    assert wrong(report, source) == {}


@given(seeds, st.sampled_from(["flat", "closing_pipes"]))
@settings(max_examples=60, deadline=None)
def test_repeated_lines_dropped_by_an_extractor_give_no_wrong_figure(seed: int, layout: Layout) -> None:
    truth = consistent_truth(seed, most=random.Random(seed).choice([1, 5, 40]))
    source = made(truth, layout, "utf-8", random.Random(seed))
    lines = source.data.decode().split("\n")
    kept = [line for index, line in enumerate(lines) if not line.strip() or line not in lines[:index]]
    assert wrong(read_report("\n".join(kept).encode(), "made"), source) == {}


@given(seeds, sizes, layouts, charsets)
@settings(max_examples=60, deadline=None)
def test_reading_the_same_file_twice_gives_the_same_report(
    seed: int, most: int, layout: Layout, charset: Charset
) -> None:
    source = made(consistent_truth(seed, most=most), layout, charset, random.Random(seed), blank=0.1, lose=0.05)
    assert read_report(source.data, "made") == read_report(source.data, "made")


def test_the_damage_is_done() -> None:
    source = made(consistent_truth(1), "pipes", "utf-8", random.Random(1), retype=0.2, blank=0.2, lose=0.2)
    assert source.data != render(consistent_truth(1), "pipes")
    assert 20 < sum(value is None for value in source.figures.values()) < 60
