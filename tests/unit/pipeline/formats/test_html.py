import time

import pytest

from pipeline.document import Document, GridCell
from pipeline.errors import FormatTooComplex
from pipeline.formats import read_document


def page(body: str) -> Document:
    return read_document(f"<html><body>{body}</body></html>".encode())


def cells(document: Document) -> list[tuple[int, int, int, int, str]]:
    return [
        (cell.row, cell.column, cell.row_span, cell.column_span, cell.at.of(document.text))
        for grid in document.grids
        for cell in grid.cells
    ]


def test_blocks_become_lines_and_inline_pieces_run_on() -> None:
    document = page("<p>1</p><p>2</p><div><span>自然</span><b>人</b><br>总计</div><script>var x=9</script>")
    assert document.text == "1\n2\n自然人\n总计\n"


def test_two_paragraphs_of_one_cell_are_not_glued_to_one_number() -> None:
    assert cells(page("<table><tr><td><p>1</p><p>2</p></td></tr></table>")) == [(0, 0, 1, 1, "1 2")]


def test_spans_are_laid_out_as_browsers_do() -> None:
    document = page("<table><tr><td rowspan=2>a<td colspan=2>b</tr><tr><td>c<td>d</tr></table>")
    assert cells(document) == [(0, 0, 2, 1, "a"), (0, 1, 1, 2, "b"), (1, 1, 1, 1, "c"), (1, 2, 1, 1, "d")]


def test_a_rowspan_beyond_the_last_row_ends_with_the_table() -> None:
    document = page('<table><tr><td rowspan="22">a<td>b</tr><tr><td>c</tr></table>')
    assert cells(document) == [(0, 0, 2, 1, "a"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "c")]


@pytest.mark.parametrize("span", ["100000", "99999999999999999999", "0", "-3", "x", ""])
def test_a_senseless_colspan_is_bounded(span: str) -> None:
    document = page(f'<table><tr><td colspan="{span}">a<td>b</tr></table>')
    assert [cell[4] for cell in cells(document)] == ["a", "b"]
    assert all(1 <= cell[3] <= 64 for cell in cells(document))


def test_only_the_innermost_tables_are_grids() -> None:
    layout = "<table><tr><td>菜单<td><table><tr><td>规章<td>0</tr></table></tr></table>"
    document = page(layout)
    assert [cell[4] for cell in cells(document)] == ["规章", "0"]
    assert document.text.startswith("菜单\n")


def test_a_pipe_in_a_cell_does_not_part_it() -> None:
    document = page("<table><tr><td>规|章<td>&nbsp;</tr></table>")
    assert [cell[4] for cell in cells(document)] == ["规｜章", ""]


def test_each_cell_lies_where_the_grid_says() -> None:
    document = page("<p>前</p><table><tr><td>规章<td> 1 </tr><tr><td>总计<td>2</tr></table><p>后</p>")
    assert document.text == "前\n| 规章 | 1 | \n| 总计 | 2 | \n后\n"
    assert [cell.at.of(document.text) for cell in document.grids[0].cells] == ["规章", "1", "总计", "2"]
    assert isinstance(document.grids[0].cells[0], GridCell)


def test_a_page_nested_without_end_is_refused_and_not_chewed_on() -> None:
    with pytest.raises(FormatTooComplex):
        page("<div>" * 100_000 + "一、总体情况")


def test_spans_over_the_whole_table_take_no_quadratic_time() -> None:
    started = time.perf_counter()
    document = page("<table>" + ("<tr>" + "<td rowspan=0 colspan=90>1</td>" * 3 + "</tr>") * 4000 + "</table>")
    assert len(document.grids[0].cells) == 12_000
    assert time.perf_counter() - started < 5
