"""Subtotals that a report adds to table 3: kept where they are sums for sure, silent where they may be anything else."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.formats import read_document
from pipeline.sections import detect_sections
from pipeline.stages import read_report
from pipeline.tables import LEGAL_PERSONS, Subtotal, parse_tables
from tests.corpus.rules.base import CONSISTENT, Change, Draft, edited, row, with_rows
from tests.making.blocks import Block, Quirk, TableBlock
from tests.making.drawings import DRAWINGS
from tests.making.grids import Grid, GridCell
from tests.making.pages import PAGES
from tests.making.quirks.subtotals import legal_sums, named_groups, subtotal_rows

WITHOUT = {"images", "lines_once", "lines_together"}  # their tables are lost or run together
LAYOUTS = [layout for layout in (*DRAWINGS, *PAGES) if layout not in WITHOUT]
#: The two refused are of two rows, so that the sum of the group is no row's.
APART = (
    row("requests.granted", natural_person=4, total=5),
    row("requests.refused.state_secret", natural_person=2, total=2),
)
GROUPS = ("refused", "unavailable", "not_processed", "other")


def with_quirk(quirk: Quirk) -> Change:
    return edited(lambda blocks: quirk(random.Random(0), blocks))


def printed(layout: str, *changes: Change) -> bytes:
    draft = Draft(CONSISTENT)
    for change in changes:
        draft = change(draft)
    return draft.printed(layout)


def subtotals(data: bytes) -> tuple[Subtotal, ...]:
    document = read_document(data)
    found = parse_tables(document, detect_sections(document)).table("requests").subtotals
    assert all(each.figure.at and each.figure.at.of(document.text) == each.figure.raw for each in found)
    return found


def fired(data: bytes) -> set[tuple[str, str]]:
    return {(each.rule, each.verdict) for each in read_report(data, "made").findings}


def member_sums(column: str) -> dict[str, int]:
    return {
        group: sum(int(str(cells[column])) for key, cells in CONSISTENT.requests.items() if key.startswith(f"{group}."))
        for group in GROUPS
    }


@pytest.mark.parametrize("layout", [each for each in LAYOUTS if each != "pdf_below"])
def test_a_row_of_sums_is_kept_beside_the_figures_in_every_layout(layout: str) -> None:
    data = printed(layout, with_quirk(subtotal_rows))
    found = subtotals(data)
    assert len(found) == 4 * 7
    assert {each.row: each.figure.value for each in found if each.column == "total"} == member_sums("total")
    assert fired(data) == set()


@pytest.mark.parametrize("layout", [each for each in LAYOUTS if not each.startswith("pdf_")])
def test_a_groups_name_with_its_sums_is_kept_where_it_is_no_members_row(layout: str) -> None:
    data = printed(layout, *APART, with_quirk(named_groups))
    found = subtotals(data)
    assert [each.figure.value for each in found] == [3, 1, 0, 0, 0, 0, 4], (
        "the others have the sums of one member alone"
    )
    assert fired(data) == set()


# Where a PDF tears its header into single characters, nothing names the column, and rows have a value too many.
@pytest.mark.parametrize("layout", [each for each in LAYOUTS if not each.startswith("pdf_")])
def test_a_column_of_legal_persons_is_kept_in_every_layout(layout: str) -> None:
    data = printed(layout, with_quirk(legal_sums))
    found = {each.row: each.figure.value for each in subtotals(data) if each.column == LEGAL_PERSONS}
    assert len(found) == 25
    assert (found["new_received"], found["granted"], found["refused.third_party_rights"]) == (3, 1, 1)
    assert fired(data) == set()


def renamed(old: str, new: str) -> Change:
    return with_rows(3, lambda row: tuple(replace(cell, text=new) if cell.text == old else cell for cell in row))


def sums(change: Callable[[int, str], str]) -> Change:
    """Other subtotals; `change` is given the index of each among those of its row, and its text."""

    def other(row: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
        own = [at for at, cell in enumerate(row) if cell.number]
        return tuple(
            replace(cell, text=change(own.index(at), cell.text)) if at in own else cell for at, cell in enumerate(row)
        )

    return with_rows(3, other)


def sum_of_all(blocks: list[Block]) -> list[Block]:
    """A row 合计 of all results, wrong by one, before (七)总计."""

    def with_row(grid: Grid) -> Grid:
        at = next(i for i, row in enumerate(grid.rows) if row[0].text == "（七）总计")
        own = [replace(cell, place="", number=True, text=str(int(cell.text) + 1)) for cell in grid.rows[at][1:]]
        return Grid(grid.width, (*grid.rows[:at], (GridCell("合计", colspan=2), *own), *grid.rows[at:]))

    return [
        replace(block, grid=with_row(block.grid)) if isinstance(block, TableBlock) and block.section == 3 else block
        for block in blocks
    ]


ONE_MORE = sums(lambda _, text: str(int(text) + 1))
SILENT: dict[str, tuple[Change, ...]] = {
    "blanks stand in it": (with_quirk(subtotal_rows), sums(lambda at, text: "" if at == 2 else str(int(text) + 1))),
    "marks stand in it": (with_quirk(subtotal_rows), sums(lambda at, text: "/" if at == 2 else str(int(text) + 1))),
    "it is all zero beside a mere name": (with_quirk(named_groups), sums(lambda *_: "0")),
    "a mere name repeats another row": (with_quirk(named_groups), sums(lambda at, _: "1100002"[at])),
    "its name is no sum's": (with_quirk(subtotal_rows), ONE_MORE, renamed("小计", "备查")),
    "合计 stands for the total": (renamed("（七）总计", "合计"),),
    "合计 of all results stands before the total": (edited(sum_of_all),),
    "小计 of a column is the total": (with_quirk(legal_sums), renamed("法人小计", "小计"), sums(lambda *_: "9")),
}


@pytest.mark.parametrize("layout", ["pipes_closed", "tabs_merged", "flat", "closing_plain", "html_plain"])
@pytest.mark.parametrize("changes", SILENT.values(), ids=SILENT.keys())
def test_what_may_be_no_subtotal_is_not_told(changes: tuple[Change, ...], layout: str) -> None:
    assert {rule for rule, _ in fired(printed(layout, *changes))} & {"T3-005", "T3-006"} == set()


@pytest.mark.parametrize("layout", ["pipes_closed", "tabs_merged", "flat", "closing_plain", "html_plain"])
@pytest.mark.parametrize(
    ("quirk", "rule"), [(subtotal_rows, "T3-005"), (named_groups, "T3-005"), (legal_sums, "T3-006")]
)
def test_sums_that_are_one_too_much_are_told(quirk: Quirk, rule: str, layout: str) -> None:
    assert fired(printed(layout, *APART, with_quirk(quirk), ONE_MORE)) == {(rule, "fail")}


def member(text: str) -> Change:
    """What stands for the refused application of a company, whatever the subtotals say."""
    place = "requests.refused.third_party_rights.commercial"
    return with_rows(3, lambda row: tuple(replace(cell, text=text) if cell.place == place else cell for cell in row))


def test_an_unknown_member_decides_unless_the_known_ones_are_more() -> None:
    quirk = with_quirk(subtotal_rows)
    assert ("T3-005", "uncertain") in fired(printed("pipes_closed", quirk, member("/")))
    nothing = sums(lambda *_: "0")
    assert ("T3-005", "fail") in fired(printed("pipes_closed", quirk, nothing, member("/")))


def test_a_wrong_member_is_one_error_with_its_subtotal() -> None:
    report = read_report(printed("html_plain", with_quirk(subtotal_rows), member("2")), "made")
    assert {(each.rule, each.group) for each in report.findings} == {("T3-002", 1), ("T3-003", 1), ("T3-005", 1)}


def test_columns_whose_order_the_header_leaves_open_are_unknown_or_read_by_place() -> None:
    def moved(row: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
        if [cell.text for cell in row] == ["自然人", "法人或其他组织", "总计"]:
            return row[1], row[0], row[2]
        values = [cell for cell in row if cell.place]
        if len(values) != 7:
            return row
        return (*row[: len(row) - 7], *values[1:6], values[0], values[6])

    for layout in ("pipes_closed", "tabs_merged", "html_plain"):
        report = read_report(printed(layout, with_rows(3, moved)), "made")
        read = report.tables.get("requests", {}).get("new_received", {})
        assert (read.get("natural_person"), read.get("commercial")) in {(9, 2), (None, None)}


def test_a_total_in_the_row_above_the_applicants_is_no_first_column() -> None:
    def raised(row: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
        if any(cell.text == "申请人情况" for cell in row):
            return row[0], replace(row[1], colspan=6), GridCell("总计", rowspan=3)
        return row[:-1] if [cell.text for cell in row] == ["自然人", "法人或其他组织", "总计"] else row

    for layout in ("pipes_closed", "tabs_merged", "tabs_padded", "flat", "html_plain"):
        report = read_report(printed(layout, with_rows(3, raised)), "made")
        assert report.tables["requests"]["new_received"]["natural_person"] == 9, layout
        assert report.findings == ()


def test_a_subtotal_named_in_the_row_above_the_legal_persons_moves_none_of_their_figures() -> None:
    def raised(row: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
        texts = [cell.text for cell in row]
        if "自然人" in texts:
            person, legal, total = row
            return person, replace(legal, colspan=5), GridCell("法人小计", rowspan=2), total
        return tuple(cell for cell in row if cell.text != "法人小计")

    for layout in ("pipes_closed", "tabs_merged", "html_plain"):
        report = read_report(printed(layout, with_quirk(legal_sums), with_rows(3, raised)), "made")
        read = report.tables.get("requests", {}).get("new_received", {})
        assert (read.get("commercial"), read.get("other")) in {(2, 1), (None, None)}
        assert not any(each.verdict == "fail" for each in report.findings)
