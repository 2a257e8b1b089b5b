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
    started = time.process_time()
    document = page("<table>" + ("<tr>" + "<td rowspan=0 colspan=90>1</td>" * 3 + "</tr>") * 4000 + "</table>")
    assert len(document.grids[0].cells) == 12_000
    assert time.process_time() - started < 5


SECTIONS = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
PROSE = "本机关认真贯彻落实政府信息公开条例，依法做好主动公开和依申请公开工作。" * 6


@pytest.mark.parametrize("line", ["<p>{}</p>", "<div><span>{}</span></div>", "{}<br>"])
def test_a_cell_that_holds_the_whole_report_is_lines_and_no_grid(line: str) -> None:
    report = "".join(line.format(words) for title in SECTIONS for words in (title, PROSE))
    document = page(f"<table><tr><td>年度报告</td></tr><tr><td>{report}</td></tr></table>")
    assert document.grids == ()
    assert document.text.splitlines() == ["年度报告", *(words for title in SECTIONS for words in (title, PROSE))]


def test_the_report_may_share_its_table_with_other_cells_which_are_lines_too() -> None:
    report = "".join(f"<p>{words}</p>" for title in SECTIONS for words in (title, PROSE))
    document = page(f"<table><tr><td>索引号<td>0001</tr><tr><td colspan=2>{report}</tr></table>")
    assert document.grids == ()
    assert document.text.startswith("索引号\n0001\n一、总体情况\n")


@pytest.mark.parametrize("cell", [PROSE * 3, "<p>规章</p>" * 30, "<p>指设区的市</p>" + "<p>&nbsp;</p>" * 900])
def test_a_long_cell_that_is_not_prose_stays_in_its_grid(cell: str) -> None:
    assert len(page(f"<table><tr><td>{cell}<td>0</tr></table>").grids) == 1


@pytest.mark.parametrize("hidden", ["hidden", 'style="display:none"', 'style="color:red; DISPLAY : none"'])
def test_what_is_hidden_is_not_read(hidden: str) -> None:
    document = page(f"<p>一、总体情况</p><div {hidden}><p>旧稿</p><table><tr><td>规章<td>9</tr></table></div><p>完</p>")
    assert (document.text, document.grids) == ("一、总体情况\n完\n", ())


def test_hidden_rows_and_cells_leave_no_place() -> None:
    rows = "<tr hidden><td>旧<td>9</tr><tr><td>规章<td style='display:none'>7<td>0</tr><tr><td>总<b hidden>9</b>计<td>1</tr>"
    document = page(f"<p>一、总体情况</p><table>{rows}</table>")
    assert [cell[4] for cell in cells(document)] == ["规章", "0", "总计", "1"]
    assert [cell[:2] for cell in cells(document)] == [(0, 0), (0, 1), (1, 0), (1, 1)]


@pytest.mark.parametrize("style", ["display:block", "x-display:none", "visibility:visible", ""])
def test_what_is_not_hidden_is_read(style: str) -> None:
    assert page(f"<p>一、总体情况</p><p style='{style}'>文</p>").text == "一、总体情况\n文\n"


def test_a_report_that_only_a_script_would_show_is_read_all_the_same() -> None:
    document = page("<p>点击展开</p><div id=zoom style='display:none'><p>一、总体情况</p><p>文</p></div>")
    assert document.text == "点击展开\n一、总体情况\n文\n"


def test_a_table_that_holds_the_whole_report_is_parted_at_the_titles_of_sections() -> None:
    rows = "".join(f"<tr><td colspan=2>{words}" for title in SECTIONS[:2] for words in (title, PROSE))
    document = page(f"<table>{rows}<tr><td>规章<td>0</tr><tr><td colspan=2>{SECTIONS[2]}</tr></table>")
    assert document.text.splitlines()[:4] == [SECTIONS[0], PROSE, SECTIONS[1], PROSE]
    assert [cell[4] for cell in cells(document)] == ["规章", "0"]
    assert document.text.endswith(f" | \n{SECTIONS[2]}\n")


def test_a_table_of_prose_and_figures_keeps_both() -> None:
    prose = "".join(f"<tr><td colspan=3><p>{title}</p><p>{PROSE}</p><p>{PROSE}</p></tr>" for title in SECTIONS)
    figures = "<tr><td>规章<td>0<td>1</tr>" * 6
    document = page(f"<table>{prose}{figures}</table>")
    assert document.text.splitlines()[:3] == [SECTIONS[0], PROSE, PROSE]
    assert [cell[4] for cell in cells(document)] == ["规章", "0", "1"] * 6
