"""What a page holds and what a reader sees of it are not the same: hidden, doubled, covered, turned text."""

import pytest

from pipeline.errors import DocumentScanned, FormatDamaged
from pipeline.formats.pdf import read
from pipeline.formats.pdf_header import is_pdf
from tests.making.box_font import FONT, box_font
from tests.making_pdf.drawn import DrawnPage, assembled, stream, written

TABLE = [["行政许可", "12", "3"], ["规章", "", "45"]]
WIDTHS = [100.0, 60.0, 60.0]


def text_of(*pages: DrawnPage) -> str:
    return read(written(list(pages))).text


def page_with(words: str) -> DrawnPage:
    page = DrawnPage()
    page.text(60, 60, words)
    return page


@pytest.mark.parametrize("lines", [True, False])
def test_a_table_becomes_a_grid_with_its_blank_cell(*, lines: bool) -> None:
    page = page_with("一、总体情况")
    page.table(60, 100, WIDTHS, TABLE, lines=lines)
    document = read(written([page]))
    assert document.text == "一、总体情况\n| 行政许可 | 12 | 3 | \n| 规章 |  | 45 | \n"
    assert [(cell.row, cell.column) for cell in document.grids[0].cells] == [(r, c) for r in (0, 1) for c in (0, 1, 2)]


def test_text_drawn_twice_for_bold_is_read_once() -> None:
    page = page_with("22件")
    page.text(60.4, 60, "22件")
    assert text_of(page) == "22件\n"


def test_hidden_text_is_not_read() -> None:
    page = page_with("可见")
    page.text(60, 90, "1234", before="3 Tr")
    page.text(60, 120, "5678", before="1 g")
    page.text(60, 150, "9", size=0.5)
    page.text(-200, 180, "87")
    assert text_of(page) == "可见\n"


def test_white_text_on_a_dark_ground_is_read() -> None:
    page = DrawnPage()
    page.fill(50, 40, 200, 70)
    page.text(60, 60, "表头", before="1 g")
    assert text_of(page) == "表头\n"


def test_a_number_under_a_white_patch_gives_way_to_the_one_on_it() -> None:
    page = page_with("数量 35")
    page.fill(85, 48, 120, 65, colour="1 g")
    page.text(86, 60, "47")
    assert text_of(page) == "数量47\n"


def test_two_numbers_in_one_place_are_unknown() -> None:
    page = page_with("数量如下")
    page.text(60, 90, "12")
    page.text(60, 90, "35")
    assert text_of(page) == "数量如下\n��\n" or "12" not in text_of(page)


@pytest.mark.parametrize(("rotate", "turn"), [(90, "0 1 -1 0"), (0, "0 1 -1 0"), (270, "0 -1 1 0"), (180, "-1 0 0 -1")])
def test_turned_pages_are_read_upright(rotate: int, turn: str) -> None:
    page = DrawnPage(rotate=rotate)
    page.text(300, 400, "一、总体情况", turn=turn)
    assert text_of(page) == "一、总体情况\n"


def test_a_watermark_across_the_page_is_left_out() -> None:
    page = page_with("正文在此处")
    page.text(60, 300, "内部资料", size=40, turn=".7 .7 -.7 .7")
    assert text_of(page) == "正文在此处\n"


def test_a_picture_in_a_cell_does_not_pass_for_a_blank() -> None:
    page = DrawnPage()
    page.table(60, 100, WIDTHS, TABLE)
    page.picture(165, 123, 175, 135)
    assert "| 规章 | ￼ | 45 |" in text_of(page)


def test_a_number_that_runs_over_a_line_is_unknown() -> None:
    page = DrawnPage()
    page.table(60, 100, [100, 22, 60], [["行政许可", "123456", "3"], ["规章", "7", "45"]])
    document = read(written([page]))
    assert not any(digit in document.text.split("\n")[0] for digit in "12456")
    assert "| 规章 | 7 | 45 |" in document.text


def test_two_numbers_under_each_other_in_a_cell_stay_two() -> None:
    page = DrawnPage()
    page.table(60, 100, WIDTHS, [["行政许可", "", "3"], ["规章", "7", "45"]], height=40)
    page.text(180, 112, "12")
    page.text(180, 124, "34")
    assert "| 行政许可 | 12 34 | 3 |" in text_of(page)


def test_page_numbers_and_running_heads_are_removed_and_figures_are_not() -> None:
    pages = []
    for number in range(1, 4):
        page = page_with(f"第{number}部分的正文")
        page.text(60, 30, "政府信息公开年报")
        page.text(280, 810, f"- {number} -")
        page.table(60, 700, WIDTHS, TABLE, lines=False)
        pages.append(page)
    text = text_of(*pages)
    assert "年报" not in text
    assert "- 1 -" not in text
    assert text.count("| 行政许可 | 12 | 3 |") == 3


@pytest.mark.parametrize("over", [True, False])
def test_a_scanned_page_with_recognised_text_is_scanned(*, over: bool) -> None:
    page = DrawnPage()
    if over:
        page.text(60, 60, "识别出的文字")
    page.picture(0, 0, page.width, page.height)
    if not over:
        page.text(60, 60, "识别出的文字", before="3 Tr")
    with pytest.raises(DocumentScanned):
        text_of(page)


def test_scanned_pages_among_others_leave_the_others_readable() -> None:
    scanned = DrawnPage()
    scanned.picture(0, 0, scanned.width, scanned.height)
    assert text_of(scanned, page_with("正文")) == "正文\n"


def test_a_font_that_does_not_say_what_it_draws_is_refused() -> None:
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Unknown /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype "
        b"/CIDFontType2 /BaseFont /Unknown /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
    )
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>"
    content = stream(b"BT /F1 12 Tf 60 700 Td <0203020402050206> Tj ET")
    tree = b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>"
    with pytest.raises(FormatDamaged):
        read(assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree, font, page, content]))


def test_a_pdf_is_recognised_behind_other_bytes_and_prose_about_pdf_is_not() -> None:
    data = written([page_with("正文")])
    assert is_pdf(data)
    assert is_pdf(b"\x00HTTP/1.1 200 OK\r\n\r\n" + data)
    assert read(b"\x00HTTP/1.1 200 OK\r\n\r\n" + data).text == "正文\n"
    assert not is_pdf("文件以 %PDF- 开头".encode())


@pytest.mark.parametrize("turn", ["1 0 0 1", "0 1 -1 0"])
@pytest.mark.parametrize("letter", "正7年①（，A㐂")
def test_a_character_alone_is_read_though_the_file_holds_no_font(letter: str, turn: str) -> None:
    page = DrawnPage()
    page.text(300, 400, letter, turn=turn)
    assert text_of(page) == f"{letter}\n"


def test_the_font_that_stands_in_is_the_one_that_is_made() -> None:
    assert FONT.read_bytes() == box_font()
