"""What a made file promises is what it prints: nothing that it still tells is called destroyed, and the reverse."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.making import broken_identities, consistent_truth
from tests.making.blocks import TableBlock, blocks_of_truth
from tests.making.drawings import DRAWINGS
from tests.making.grids import Grid, GridCell, grid_of
from tests.making.marks import MARKS
from tests.making.pages import PAGES
from tests.making.printing import EDITIONS, Recipe, printed, truth_of
from tests.making.quirks import QUIRKS, compatible
from tests.making.rendered import Rendered, figures_of, row_of
from tests.making.sparse import SPARSITIES
from tests.properties.reports import random_recipe

LOSES_BLANKS = {"pipes_filled_only", "closing_filled_only", "lines_filled"} | {
    layout for layout in DRAWINGS if layout.startswith("pdf")
}
LOSES_MORE = {"lines_once", "lines_together", "images"}
LOSES_NOTHING = sorted({*DRAWINGS, *PAGES} - LOSES_BLANKS - LOSES_MORE)


def destroyed(file: Rendered) -> set[str]:
    return {place for place, expected in file.expected.items() if expected.destroyed}


def text_of(recipe: Recipe) -> str:
    return re.sub(r"<[^>]*>", "\n", printed(recipe).data.decode())


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("layout", LOSES_NOTHING)
def test_a_layout_that_shows_blank_cells_destroys_no_row_without_one(layout: str, edition: str) -> None:
    file = printed(Recipe(3, layout, edition, sparsity="some_blank", quirks=("units",)))
    with_blanks = {row_of(place) for place, cell in figures_of(file.truth).items() if cell is None}
    assert {row_of(place) for place in destroyed(file)} <= with_blanks
    assert len(with_blanks) < len({row_of(place) for place in file.expected})
    assert file.sections == (1, 2, 3, 4, 5, 6)
    assert file.form == edition[:4]


@pytest.mark.parametrize("layout", sorted(LOSES_BLANKS))
def test_a_layout_that_drops_blank_cells_destroys_their_rows_only(layout: str) -> None:
    assert destroyed(printed(Recipe(3, layout))) == set()
    file = printed(Recipe(3, layout, sparsity="some_blank"))
    with_blanks = {place.rsplit(".", 1)[0] for place, cell in figures_of(file.truth).items() if cell is None}
    for place, expected in file.expected.items():
        if not place.startswith("litigation."):
            assert expected.destroyed is (place.rsplit(".", 1)[0] in with_blanks), place


@pytest.mark.parametrize("layout", sorted({*DRAWINGS, *PAGES} - LOSES_MORE))
def test_a_layout_prints_the_figures_in_the_order_of_the_form(layout: str) -> None:
    shown = text_of(Recipe(8, layout))
    table = shown[shown.rindex("三、收到和处理") : shown.rindex("四、政府信息公开行政")]
    cells = [str(cell) for place, cell in figures_of(truth_of(Recipe(8, layout))).items() if place.startswith("req")]
    rest = iter(re.findall(r"(?<![\d第.])\d+(?![\d.、页])", table))
    assert all(cell in rest for cell in cells)


@pytest.mark.parametrize("quirk", QUIRKS)
@pytest.mark.parametrize("layout", ["pipes_closed", "flat", "pdf_middle", "html_word"])
def test_no_quirk_loses_a_figure_but_three_numbers_for_one_and_a_lost_label(quirk: str, layout: str) -> None:
    losses = {"three_numbers": {"licences", "penalties", "coercive_measures", "fees"}, "lost_label": {"regulations"}}
    for edition in EDITIONS:
        if layout == "pdf_middle":  # lines of values before any label may each be the next label's
            truth = printed(Recipe(11, layout, edition)).truth
            losses["lost_label"] = set(truth.proactive)
        lost = destroyed(printed(Recipe(11, layout, edition, quirks=compatible({quirk, "units"}))))
        assert {place.split(".")[1] for place in lost} <= losses.get(quirk, set())


def test_each_quirk_changes_some_file() -> None:
    plain = {
        edition: [printed(Recipe(seed, "pipes_closed", edition)).data for seed in range(4)] for edition in EDITIONS
    }
    for quirk in QUIRKS:
        changed = [
            printed(Recipe(seed, "pipes_closed", edition, quirks=(quirk,))).data != plain[edition][seed]
            for edition in EDITIONS
            for seed in range(4)
        ]
        assert any(changed), quirk


def test_every_recipe_of_the_hunt_can_be_printed() -> None:
    for seed in range(300):
        file = printed(random_recipe(seed))
        assert len(file.data) > 500
        assert 1 in file.sections


def test_the_same_recipe_gives_the_same_file() -> None:
    recipe = Recipe(5, "pdf_groups_cut", "2019", sparsity="placeholders", quirks=("units", "split"), cut=0.5)
    assert printed(recipe).data == printed(recipe).data != printed(replace(recipe, seed=6)).data


def test_digits_run_together_promise_a_row_only_where_each_stands_alone() -> None:
    cells: dict[str, int | Decimal | str | None] = dict.fromkeys(("issued", "repealed", "in_force"), 0)
    truth = consistent_truth(1).with_cells(
        {f"proactive_disclosure.regulations.{column}": cell for column, cell in cells.items()}
        | {"proactive_disclosure.normative_documents.issued": 12, "proactive_disclosure.licences.decisions": 858}
    )
    grid = grid_of(truth, 2, marked=True)
    assert grid
    lines = DRAWINGS["lines_together"][0](random.Random(1), grid).split("\n")
    marks = set(MARKS.values())
    assert "规章000" in ["".join(c for c in line if c not in marks) for line in lines]
    marked = {line[:3] for line in lines if marks & set(line)}
    assert {"规章" + MARKS["proactive_disclosure.regulations.issued"], "行政许"} <= marked
    assert not any(line.startswith("行政规范性文件") and marks & set(line) for line in lines)


def test_dropped_repeats_leave_the_first_line_of_each_wording() -> None:
    grid = Grid(3, ((GridCell("规章"), *(GridCell("0", place=place) for place in list(MARKS)[:3])), (GridCell("0"),)))
    assert DRAWINGS["lines_once"][0](random.Random(1), grid) == f"规章\n{next(iter(MARKS.values()))}0"


def test_images_promise_nothing_and_no_edition() -> None:
    file = printed(Recipe(2, "images"))
    assert destroyed(file) == set(file.expected)
    assert file.form is None
    assert file.sections == (1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize("layout", ["pipes_closed", "closing_led", "lines", "html_row_tables"])
def test_a_cut_report_promises_nothing_behind_the_cut(layout: str) -> None:
    file = printed(Recipe(4, layout, cut=0.4))
    kept = [place for place, expected in file.expected.items() if not expected.destroyed]
    assert kept == list(file.expected)[: len(kept)]
    assert 20 < len(kept) < 180
    assert file.sections == (1, 2, 3)


def test_blank_marks_and_remarks_are_told_apart() -> None:
    truth = consistent_truth(1).with_cells(
        {"requests.granted.natural_person": None, "requests.granted.other": "/", "requests.granted.total": "详见附表"}
    )
    assert [cell for cell in figures_of(truth).values() if not isinstance(cell, int | Decimal)] == [
        None,
        "/",
        "详见附表",
    ]
    kinds = {
        sparsity: {each.kind for each in printed(Recipe(0, "flat", most=3, sparsity=sparsity)).expected.values()}
        for sparsity in ("zeros_blank", "placeholders", "remarks")
    }
    assert kinds == {
        "zeros_blank": {"number", "blank"},
        "placeholders": {"number", "placeholder"},
        "remarks": {"number", "text"},
    }


@pytest.mark.parametrize("sparsity", SPARSITIES)
def test_emptying_cells_changes_no_number_and_breaks_no_identity(sparsity: str) -> None:
    for edition in EDITIONS:
        full = truth_of(Recipe(9, "flat", edition))
        emptied = truth_of(Recipe(9, "flat", edition, sparsity=sparsity))
        numbers = {place: cell for place, cell in figures_of(emptied).items() if isinstance(cell, int | Decimal)}
        assert numbers.items() <= figures_of(full).items()
        assert broken_identities(emptied) == set()


@pytest.mark.parametrize(("edition", "rows"), [("2019", 25), ("2019_one_other", 23)])
def test_the_2019_form_has_its_own_figures_and_adds_up(edition: str, rows: int) -> None:
    truth = truth_of(Recipe(6, "flat", edition))
    assert len(figures_of(truth)) == 22 + rows * 7 + 15
    assert broken_identities(truth) == set()
    changes = [truth.proactive[row]["change"] for row in ("licences", "other_services", "penalties", "fees")]
    assert any(isinstance(change, int) and change < 0 for change in changes)
    assert printed(Recipe(6, "flat", "2019_one_other")).expected["requests.other.total"].value


def test_a_signed_change_is_expected_as_a_number() -> None:
    for seed in range(20):
        for place, cell in figures_of(truth_of(Recipe(seed, "flat", "2019"))).items():
            if isinstance(cell, str):
                assert place.endswith(".change")
                expected = printed(Recipe(seed, "flat", "2019")).expected[place]
                assert (expected.kind, expected.value) == ("number", int(cell))
                return
    pytest.fail("no change with a sign")


def test_quirks_that_exclude_each_other_are_not_combined() -> None:
    assert compatible({"nested_numbering", "no_numerals", "signature"}) == ("no_numerals", "signature")
    assert compatible(set(QUIRKS)) == tuple(name for name in QUIRKS if name in compatible(set(QUIRKS)))


def test_a_joint_grid_holds_both_tables_and_the_heading_between() -> None:
    blocks = QUIRKS["joined"](random.Random(0), blocks_of_truth(consistent_truth(1)))
    tables = [block for block in blocks if isinstance(block, TableBlock)]
    assert [(table.section, table.grid.width) for table in tables] == [(2, 4), (3, 17)]
    assert printed(Recipe(1, "closing_padded", quirks=("joined",))).sections == (1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("gb18030", "gb2312"), ("utf-8-sig", "UTF-8"), ("utf-16", "utf-16"), ("big5", "big5")],
)
def test_a_page_is_in_the_encoding_that_it_declares(encoding: str, declared: str) -> None:
    page = printed(Recipe(1, "html_nested", quirks=("traditional",), encoding=encoding)).data.decode(encoding)
    assert f"charset={declared}" in page
    assert "公開" in page


def test_a_file_is_in_utf_8_where_its_encoding_lacks_a_character() -> None:
    data = printed(Recipe(1, "tabs_bare", quirks=("radicals",), encoding="gbk")).data
    assert "⼀、总体情况" in data.decode()
