import pytest

from pipeline.document import Span
from pipeline.tables.align import Evidence, Lead, align
from pipeline.tables.cells import Cell


def cells(*texts: str, padding: int = 0) -> list[Cell]:
    made = [Cell(text, Span(index, index + len(text))) for index, text in enumerate(texts)]
    return made + [Cell("", Span(90, 90), padding=True)] * padding


NONE_LEFT, ONE_LEFT, UNKNOWN = Lead(0, shown=True), Lead(1, shown=True), Lead()


def aligned(texts: list[str], *, spaced: bool = False, marked_up: bool = False, padding: int = 0) -> object:
    evidence = Evidence(ends_in_total=True, marked_up=marked_up, spaced=spaced, lead=NONE_LEFT)
    chosen = align(cells(*texts, padding=padding), 7, evidence)
    return chosen if isinstance(chosen, str) else [cell.text for cell in chosen]


FULL = ["2", "1", "0", "0", "0", "0", "3"]


def test_a_full_row_is_taken_as_it_is() -> None:
    assert aligned(FULL) == FULL


def test_padding_at_the_end_is_set_aside() -> None:
    assert aligned(FULL, padding=3) == FULL


def test_blanks_on_both_sides_of_a_full_row_are_set_aside() -> None:
    assert aligned(["", "", *FULL, ""]) == FULL


def test_blank_cells_stay_where_they_are() -> None:
    assert aligned(["2", "", "", "", "", "", "2"]) == ["2", "", "", "", "", "", "2"]


def test_only_the_total_may_be_filled() -> None:
    assert aligned(["", "", "", "", "", "", "3"]) == ["", "", "", "", "", "", "3"]


def test_a_row_of_blanks_is_blank() -> None:
    assert aligned([""] * 9) == [""] * 7


@pytest.mark.parametrize("texts", [["3", "3"], [], FULL[:6], ["3", "3", ""]])
def test_dropped_cells_make_the_row_unknown(texts: list[str]) -> None:
    assert aligned(texts) == "too_few"


@pytest.mark.parametrize("texts", [[*FULL, "4"], ["5", *FULL, "", ""]])
def test_a_value_too_many_makes_the_row_unknown(texts: list[str]) -> None:
    assert aligned(texts) == "too_many"


def test_a_blank_at_either_end_that_may_be_left_over_makes_the_row_unknown() -> None:
    row = cells("", "2", "1", "0", "0", "0", "3", "")
    assert align(row, 7, Evidence(ends_in_total=True, lead=UNKNOWN)) == "ambiguous"
    assert align(row, 7, Evidence(ends_in_total=True, lead=NONE_LEFT)) == row[:7]


def test_a_blank_total_beside_values_makes_the_row_unknown_unless_the_file_marks_its_cells() -> None:
    assert aligned([*FULL[:6], ""]) == "ambiguous"
    assert aligned([*FULL[:6], ""], marked_up=True) == [*FULL[:6], ""]


def test_blanks_inferred_from_empty_lines_must_add_up() -> None:
    row = ["103", "3", "", "", "1", "", "107"]
    assert aligned(row, spaced=True) == row
    assert aligned([*row[:6], "108"], spaced=True) == "ambiguous"


def test_seven_values_among_inferred_blanks_must_add_up() -> None:
    assert aligned([*FULL, ""], spaced=True) == FULL
    assert aligned(["", "1", "0", "0", "0", "0", "1", "4"], spaced=True) == "ambiguous"


def test_a_first_blank_is_doubtful_where_labels_leave_blanks_behind() -> None:
    row = cells("", *FULL[1:])
    for lead, texts in ((NONE_LEFT, ["", *FULL[1:]]), (ONE_LEFT, "ambiguous"), (UNKNOWN, "ambiguous")):
        chosen = align(row, 7, Evidence(ends_in_total=True, lead=lead))
        assert (chosen if isinstance(chosen, str) else [cell.text for cell in chosen]) == texts


def test_the_total_alone_is_read_unless_labels_leave_blanks_behind() -> None:
    row = cells(*[""] * 6, "3")
    assert align(row, 7, Evidence(ends_in_total=True, lead=UNKNOWN)) == row
    assert align(row, 7, Evidence(ends_in_total=True, lead=ONE_LEFT)) == "ambiguous"
