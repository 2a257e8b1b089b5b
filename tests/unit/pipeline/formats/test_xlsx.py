import pytest

from pipeline.document import Document
from pipeline.errors import FormatDamaged, FormatTooComplex, FormatUnknown
from pipeline.formats import read_document
from pipeline.formats.xlsx.shown import shown_number, shown_text
from pipeline.stages import read_report
from tests.making import consistent_truth
from tests.making_office import WORKBOOKS, workbook
from tests.making_office.xlsx import NAMESPACE, STYLES

TYPES = {
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "xltx": "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
}


def sheet(rows: str, head: str = "", tail: str = "") -> str:
    return f'<worksheet xmlns="{NAMESPACE}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'


def words(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def opened(rows: str, head: str = "", tail: str = "", styles: str = STYLES) -> Document:
    return read_document(workbook({"表": sheet(rows, head, tail)}, styles=styles))


def lines(rows: str, head: str = "", tail: str = "", styles: str = STYLES) -> list[str]:
    text = opened(rows, head, tail, styles).text
    return [line.strip(" |") for line in text.splitlines()][1:]


def cells(seen: Document) -> list[tuple[int, int, int, int, str]]:
    return [
        (each.row, each.column, each.row_span, each.column_span, each.at.of(seen.text))
        for grid in seen.grids
        for each in grid.cells
    ]


@pytest.mark.parametrize("layout", WORKBOOKS)
@pytest.mark.parametrize("seed", [1, 2])
def test_all_200_figures_come_back_from_each_workbook(layout: str, seed: int) -> None:
    truth = consistent_truth(seed)
    read = read_report(WORKBOOKS[layout](truth), "made")
    assert read.error is None
    assert {key: figures for key, figures in read.tables.items() if key in truth.figures} == truth.figures
    assert len(read.sections) == 6


@pytest.mark.parametrize("suffix", TYPES)
def test_workbooks_with_macros_and_templates_are_read(suffix: str) -> None:
    data = workbook({"表": sheet(f"<row>{words('A1', '正文')}</row>")}, main_type=TYPES[suffix])
    assert read_document(data).text == "表\n正文\n"


def test_a_binary_workbook_is_named() -> None:
    data = workbook({"表": sheet("")}, main_type="application/vnd.ms-excel.sheet.binary.macroEnabled.main")
    with pytest.raises(FormatUnknown) as caught:
        read_document(data)
    assert caught.value.fields["seen"] == "XLSB"


def test_each_kind_of_value_reads_as_it_is_shown() -> None:
    rows = (
        f'<row r="1">{words("A1", "数")}<c r="B1"><v>1234</v></c><c r="C1"><v>26.550000000000001</v></c><c r="D1" t="b"><v>1</v></c>'
        '<c r="E1" t="e"><v>#DIV/0!</v></c><c r="F1"><f>SUM(A1:B1)</f><v>7</v></c><c r="G1"><f>SUM(A1:B1)</f></c>'
        '<c r="H1" t="str"><f>"a"</f><v>文</v></c><c><v>9</v></c></row>'
    )
    assert lines(rows) == ["数 | 1234 | 26.55 | TRUE | #DIV/0! | 7 |  | 文 | 9"]


def test_blank_cells_within_a_table_are_cells() -> None:
    rows = f'<row r="3">{words("B3", "a")}{words("D3", "b")}</row><row r="4">{words("B4", "c")}</row><row r="6">{words("B6", "d")}{words("C6", "e")}</row>'
    seen = opened(rows)
    assert cells(seen)[:6] == [
        (0, 0, 1, 1, "a"), (0, 1, 1, 1, ""), (0, 2, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, ""), (1, 2, 1, 1, ""),
    ]  # fmt: skip
    assert len(seen.grids) == 2, "an empty row parts two tables"


def test_merged_cells_are_one_cell_and_what_they_cover_is_not_read() -> None:
    rows = f'<row r="1">{words("A1", "a")}{words("B1", "x")}{words("C1", "b")}</row><row r="2">{words("C2", "c")}</row>'
    merged = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C2"/><mergeCell ref="x"/></mergeCells>'
    assert cells(opened(rows, tail=merged)) == [(0, 0, 2, 2, "a"), (0, 2, 1, 1, "b"), (1, 2, 1, 1, "c")]


def test_hidden_sheets_rows_and_columns_are_not_read() -> None:
    rows = "".join(
        f'<row r="{r}"{" hidden=" + chr(34) + "1" + chr(34) if r == 2 else ""}>'
        + "".join(words(f"{c}{r}", f"{c}{r}") for c in "ABCD")
        + "</row>"
        for r in (1, 2, 3)
    )
    head = '<cols><col min="2" max="2" hidden="1"/><col min="3" max="3" width="0"/></cols>'
    merged = '<mergeCells><mergeCell ref="C2:D3"/></mergeCells>'
    data = workbook({"藏": sheet(rows), "表": sheet(rows, head, merged)}, states={"藏": "veryHidden"})
    seen = read_document(data)
    assert seen.text.splitlines()[0] == "表"
    assert cells(seen) == [(0, 0, 1, 1, "A1"), (0, 1, 1, 1, "D1"), (1, 0, 1, 1, "A3"), (1, 1, 1, 1, "C2")]


def test_zeros_that_the_sheet_does_not_show_are_blank() -> None:
    head = '<sheetViews><sheetView showZeros="0"/></sheetViews>'
    assert lines(f'<row r="1">{words("A1", "数")}<c r="B1"><v>0</v></c><c r="C1"><v>10</v></c></row>', head) == [
        "数 |  | 10"
    ]


def test_prose_becomes_lines_and_captions_stay_in_their_table() -> None:
    rows = (
        f'<row r="1">{words("A1", "一、总体情况")}</row><row r="2">{words("A2", "第一段。&#10;第二段。")}</row>'
        f'<row r="3">{words("A3", "第二十条第（五）项")}</row><row r="4">{words("A4", "行政许可")}<c r="B4"><v>3</v></c></row>'
    )
    seen = opened(rows, tail='<mergeCells><mergeCell ref="A3:B3"/></mergeCells>')
    assert seen.text.splitlines()[1:4] == ["一、总体情况", "第一段。", "第二段。"]
    assert cells(seen)[0] == (0, 0, 1, 2, "第二十条第（五）项")


def test_a_row_whose_figures_are_all_blank_stays_in_its_table() -> None:
    rows = f'<row r="1">{words("A1", "规章")}{words("B1", "1")}</row><row r="2">{words("A2", "规范性文件")}</row><row r="3">{words("A3", "许可")}{words("B3", "2")}</row>'
    seen = opened(rows)
    assert len(seen.grids) == 1
    assert cells(seen)[2:4] == [(1, 0, 1, 1, "规范性文件"), (1, 1, 1, 1, "")]


def test_escaped_characters_are_meant_and_readings_are_not() -> None:
    rich = "<is><r><t>规</t></r><r><t>章_x000D_</t></r><rPh><t>guī</t></rPh></is>"
    assert lines(f'<row><c t="inlineStr">{rich}</c></row>') == ["规章"]


def test_a_shared_string_that_is_not_there_is_blank() -> None:
    data = workbook({"表": sheet('<row><c t="s"><v>0</v></c><c t="s"><v>5</v></c></row>')}, shared=["X"])
    assert read_document(data).text == "表\nX\n"


@pytest.mark.parametrize(
    ("written", "code", "shown"),
    [
        ("1234", "", "1234"), ("1234.0", "", "1234"), ("1E3", "", "1000"), ("0.1", "", "0.1"), ("-0", "", "0"),
        ("26.55", "0", "27"), ("2.5", "0", "3"), ("26.5", "0.00", "26.50"), ("26.5", "0.0#", "26.5"), ("26", "0.##", "26."),
        ("1234567", "#,##0", "1234567"), ("0.256", "0.0%", "25.6%"), ("3", '0"件"', "3件"), ("0", "0;-0;;@", ""),
        ("0", '0_ ;[Red]\\-0 ;"-"', "-"), ("-5", "0;(0)", "(5)"), ("-5", "0_ ", "-5"), ("5", "General", "5"), ("5", "G/通用格式", "5"),
        ("123456", '0!.0,"万"', "12.3万"), ("1234567", "0,", "1235"), ("0", '[=0]"";0', ""), ("7", '[=0]"";0', "7"),
        ("45321", "yyyy-mm-dd", "2024-01-30"), ("7", "000", "007"), ("5", "@", "5"), ("5", '"无"', "无"), ("x", "0", "x"),
        ("0", "#", ""), ("5", "0." + "0" * 90, "5"), ("1e999", "0", "1e999"), ("NaN", "0", "NaN"), ("5", ";;;", ""),
    ],
)  # fmt: skip
def test_numbers_are_shown_through_their_format(written: str, code: str, shown: str) -> None:
    assert shown_number(written, code) == shown


@pytest.mark.parametrize(
    ("code", "shown"), [("", "文"), ("0", "文"), (";;;", ""), ('0;0;0;"某"@', "某文"), ('@"件"', "文件")]
)
def test_texts_are_shown_through_their_format(code: str, shown: str) -> None:
    assert shown_text("文", code) == shown


def test_formats_of_the_file_are_found_by_the_style_of_the_cell() -> None:
    styles = '<numFmts><numFmt numFmtId="164" formatCode="0&quot;件&quot;"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="10"/></cellXfs>'
    row = '<row><c s="0"><v>3</v></c><c s="1"><v>3</v></c><c s="2"><v>0.5</v></c><c s="77"><v>4</v></c></row>'
    assert lines(row, styles=styles) == ["3 | 3件 | 50.00% | 4"]


def test_one_long_string_that_very_many_cells_show_is_refused() -> None:
    cells_ = '<c t="s"><v>0</v></c>' * 60
    data = workbook({"表": sheet(f"<row>{cells_}</row>" * 4000)}, shared=["长" * 30_000])
    with pytest.raises(FormatTooComplex):
        read_document(data)


def far_apart(times: int) -> Document:
    areas = '<mergeCell ref="A1:XFD1048576"/><mergeCell ref="C3:XFD1048576"/>' * times
    rows = f'<row r="1">{words("A1", "a")}{words("B1", "b")}</row><row r="1048576">{words("XFD1048576", "c")}</row>'
    return opened(rows, tail=f"<mergeCells>{areas}</mergeCells>")


def test_merged_areas_over_the_whole_sheet_cost_only_what_is_filled() -> None:
    assert far_apart(1).text == "表\na\n"
    with pytest.raises(FormatTooComplex):
        far_apart(50_000)


def test_a_sheet_that_is_missing_is_damage() -> None:
    data = workbook({"表": sheet("")})
    with pytest.raises(FormatDamaged):
        read_document(data.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheetX.xml"))
