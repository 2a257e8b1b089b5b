"""The HTML page in a real browser: it prints on A4 with nothing cut, marks are seen, and hostile text does nothing."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from intake.reporting import PageFormat, describe_report, written
from pipeline.report import Report
from tests.browser import Browser, installed_browser
from tests.unit.intake.reporting.pages import hostile, one_error

_A4 = (595, 842)
_MARGIN = 12 / 25.4 * 72  # points
_HALF_A_SIGN = 5.25  # points: the empty half of a full-width sign may stand beyond the end of a line


@pytest.fixture(scope="session")
def browser() -> Browser:
    return installed_browser()


def saved(folder: Path, report: Report, lang: str) -> Path:
    page = folder / "page.html"
    page.write_bytes(written(describe_report(report, lang), PageFormat.HTML))
    return page


def sheets(pdf: bytes) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield from document
    finally:
        document.close()


def texts(pdf: bytes) -> list[str]:
    return [sheet.get_textpage().get_text_range() for sheet in sheets(pdf)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_prints_on_a4_within_the_margins(browser: Browser, tmp_path: Path, lang: str) -> None:
    pdf = browser.printed(saved(tmp_path, one_error(), lang))
    for sheet in sheets(pdf):
        assert (round(sheet.get_width()), round(sheet.get_height())) == _A4
        text = sheet.get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
        assert min(box[0] for box in boxes) >= _MARGIN - 1
        assert max(box[2] for box in boxes) <= _A4[0] - _MARGIN + _HALF_A_SIGN


def test_table_3_stands_whole_on_one_sheet(browser: Browser, tmp_path: Path) -> None:
    pages = texts(browser.printed(saved(tmp_path, one_error(), "zh")))
    (sheet,) = [page for page in pages if "表三 收到" in page]
    rows = ("一、本年新收", "科研机构", "法律服务机构", "1.属于国家秘密", "（七）总计", "四、结转下年度继续办理")
    flat = "".join(sheet.split())
    assert [row for row in rows if row not in flat] == []


def test_no_issue_is_broken_between_sheets(browser: Browser, tmp_path: Path) -> None:
    pages = texts(browser.printed(saved(tmp_path, one_error(), "zh")))
    (sheet,) = [page for page in pages if "最可能有误：" in page]
    assert [name for name in ("T3-001", "T3-002[自然人]", "T3-003[总计]") if name not in sheet] == []


def test_a_mark_is_seen_on_paper_as_a_sign_and_as_a_tint(browser: Browser, tmp_path: Path) -> None:
    pdf = browser.printed(saved(tmp_path, one_error(), "zh"))
    assert any("✗①" in "".join(page.split()) for page in texts(pdf))
    assert any(_holds(sheet, (0xB3, 0x14, 0x1C)) for sheet in sheets(pdf))


def _holds(sheet: pypdfium2.PdfPage, colour: tuple[int, int, int]) -> bool:
    """Whether a patch of that colour, larger than any letter's stroke, is on the sheet."""
    bitmap = sheet.render(scale=1, rev_byteorder=True)
    pixels = bytes(bitmap.buffer)
    near = sum(
        all(abs(pixels[at + band] - wanted) < 6 for band, wanted in enumerate(colour))
        for at in range(0, bitmap.stride * bitmap.height, bitmap.n_channels)
    )
    return near > 100


def test_hostile_text_does_nothing(browser: Browser, tmp_path: Path) -> None:
    document = browser.loaded(saved(tmp_path, hostile(), "zh"))
    assert "<title>hacked" not in document
    assert "<script" not in document
    assert "<img" not in document
    assert "&lt;script&gt;" in document
