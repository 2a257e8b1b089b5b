"""Damaged, locked and hostile PDF files end in one of our errors, or in what can be read of them."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import FormatDamaged, FormatEncrypted, FormatTooComplex, ReportError
from pipeline.formats.pdf import read
from tests.making import consistent_truth
from tests.making_pdf.drawn import DrawnPage, assembled, stream, written
from tests.making_pdf.report import report

FILES = Path(__file__).parent / "pdf_files"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
WORDS = "BT /F1 12 Tf 60 700 Td <6b63> Tj ET"  # 正
REPORT = report(consistent_truth(3))


def file_with(
    content: str = WORDS, *, kids: str = "4 0 R", count: int = 1, box: str = "0 0 595 842", more: tuple[bytes, ...] = ()
) -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [<< /Type /Font "
    font += b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>] >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> >>"
    tree = f"<< /Type /Pages /Kids [{kids}] /Count {count} >>"
    return assembled([CATALOG, tree.encode(), font, page.encode(), stream(content.encode()), *more])


def test_a_file_with_a_password_is_refused_and_one_with_an_empty_password_is_read() -> None:
    with pytest.raises(FormatEncrypted):
        read((FILES / "encrypted-password.pdf").read_bytes())
    assert read((FILES / "encrypted-open.pdf").read_bytes()).text == "一、总体情况\n"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", REPORT[: len(REPORT) // 2], b"%PDF-" + b"\x00" * 5000])
def test_a_file_cut_off_is_damaged(data: bytes) -> None:
    with pytest.raises(FormatDamaged):
        read(data)


def test_bytes_after_the_end_do_no_harm() -> None:
    assert read(file_with() + b"<html>" * 1000).text == "正\n"


@pytest.mark.parametrize(
    "data",
    [
        file_with(count=100_000),
        file_with(WORDS * 51_000),
        file_with("0 0 m 9 9 l S " * 51_000 + WORDS),
    ],
)
def test_what_no_report_holds_is_too_complex(data: bytes) -> None:
    with pytest.raises(FormatTooComplex):
        read(data)


FORM = (
    "/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /XObject << /X 6 0 R >> /Font << /F1 3 0 R >> >>"
)


@pytest.mark.parametrize(
    "data",
    [
        file_with(kids="2 0 R 4 0 R", count=2),
        file_with(WORDS + " /X Do", more=(stream(b"/X Do", extra=FORM),)),
        file_with(box="0 0 1e30 1e30"),
        file_with(box="595 842 0 0"),
        file_with("[" * 50_000 + "]" * 50_000 + WORDS),
        file_with("q " * 50_000 + WORDS),
        file_with("1e38 1e38 m 2e38 2e38 l S " + WORDS),
        file_with("".join(f"{i} 0 m {i} 842 l S 0 {i} m 595 {i} l S " for i in range(500)) + WORDS),
    ],
    ids=["page loop", "group loop", "huge page", "page upside down", "nested", "states", "far away", "fine grid"],
)
def test_odd_structures_leave_the_text_readable(data: bytes) -> None:
    assert "正" in read(data).text


def test_scripts_and_other_files_are_never_opened(tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    action = f"/OpenAction << /S /Launch /F ({touched}) /Next << /S /JavaScript /JS (app.launchURL('file://{touched}')) >> >>"
    page = DrawnPage()
    page.text(60, 60, "正文")
    assert read(written([page], catalog=action)).text == "正文\n"
    assert not touched.exists()


@settings(max_examples=40, deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(0, len(REPORT) - 1), st.integers(0, 255)), min_size=1, max_size=40),
    cut=st.booleans(),
)
def test_damaged_bytes_end_in_text_or_in_our_errors(changes: list[tuple[int, int]], *, cut: bool) -> None:
    data = bytearray(REPORT)
    for place, value in changes:
        data[place] = value
    if cut:
        del data[changes[0][0] :]
    with contextlib.suppress(ReportError):
        read(bytes(data))
