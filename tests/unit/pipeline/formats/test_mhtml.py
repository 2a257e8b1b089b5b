import base64
import contextlib
import quopri
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import FormatDamaged, FormatTooComplex, ReportError
from pipeline.formats import html, mhtml
from tests.making import Encoding, consistent_truth, render

BLINK = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://gov.example/1.html\r\n"
    b"Subject: =?utf-8?Q?=E5=B9=B4=E6=8A=A5?=\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----MultipartBoundary--a"\r\n\r\n\r\n'
)
WORD = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_NextPart_01"\r\n\r\n\xe6\x9c\xac\r\n\r\n'
TABLE = "<html><body><p>{}</p><table><tr><td>规章</td><td>{}</td></tr></table></body></html>"


def part(content: bytes, kind: str = "text/html", *, transfer: str = "binary", more: str = "") -> bytes:
    """One part between the lines that browsers write."""
    encoded = {
        "quoted-printable": quopri.encodestring,
        "base64": base64.encodebytes,
    }.get(transfer, bytes)(content)
    head = f"------MultipartBoundary--a\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {transfer}\r\n{more}\r\n"
    return head.encode() + encoded.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n"


def archive(*parts: bytes, head: bytes = BLINK) -> bytes:
    return head + b"".join(parts) + b"------MultipartBoundary--a--\r\n"


def page(words: str, figure: int = 0) -> bytes:
    return TABLE.format(words, figure).encode()


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit", "binary"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("charset", ["", '; charset="gb2312"', "; charset=utf-8"])
def test_a_saved_page_reads_as_the_page_itself(transfer: str, encoding: Encoding, charset: str) -> None:
    content = render(consistent_truth(3), "html", encoding)
    saved = archive(
        part(content, f"text/html{charset}", transfer=transfer),
        part(b"\x89PNG\r\n\x1a\n\0", "image/png", transfer="base64"),
        part(b"td { color: red }", "text/css"),
    )
    assert mhtml.recognises(saved)
    read, expected = mhtml.read(saved), html.read(content)
    assert (read.text, read.grids) == (expected.text, expected.grids)
    assert (read.encoding, read.media_type) == (encoding, "multipart/related")


def test_word_saves_a_page_in_utf16_under_another_header() -> None:
    content = TABLE.format("政府信息公开", 7).encode("utf-16")
    saved = archive(
        b'------=_NextPart_01\r\nContent-Location: file:///C:/1.htm\r\nContent-Type: text/html; charset="unicode"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content) + b"\r\n------=_NextPart_01--\r\n",
        head=WORD,
    )
    assert mhtml.recognises(saved)
    assert "| 规章 | 7 |" in mhtml.read(saved).text


def test_the_sheets_of_a_workbook_are_read_in_order_and_its_frames_are_not() -> None:
    frames = (
        '<html><head><title>表</title></head><frameset rows="*,39"><frame src="1.htm"></frameset>'
        "<noframes>不支持框架</noframes></html>"
    )
    sheets = [f"<html><head><title>第{i}表</title></head>{TABLE.format(f'第{i}页', i)}" for i in (1, 2, 3)]
    saved = archive(
        part(frames.encode()), *(part(sheet.encode("gbk"), "text/html; charset=gb2312") for sheet in sheets)
    )
    document = mhtml.read(saved)
    assert document.text == "".join(f"第{i}页\n| 规章 | {i} | \n" for i in (1, 2, 3))
    assert len(document.grids) == 3


def test_the_root_comes_first_and_frames_without_tables_are_left_out() -> None:
    head = BLINK.replace(b"type=", b'start="<root@x>";\r\n\ttype=')
    saved = archive(
        part(page("框架中的表", 2)),
        part(page("年度报告", 1), more="Content-ID: <root@x>\r\n"),
        part("<p>广告</p>".encode()),
        head=head,
    )
    assert [found.content_id for found in mhtml.html_parts(saved)] == ["<root@x>", ""]
    assert mhtml.read(saved).text.startswith("年度报告\n| 规章 | 1 | \n框架中的表\n")


@pytest.mark.parametrize(
    "mistaken",
    [
        archive(part(page("年度报告"))).replace(b'boundary="----Multi', b'boundary="--Other'),
        archive(part(page("年度报告"))).replace(b'\tboundary="----MultipartBoundary--a"', b"\tx=y"),
        archive(part(page("年度报告"))).replace(b"\r\n", b"\n"),
        archive(part(page("年度报告"))).replace(b"a\r\nContent-Type: text", b"a\r\n\r\nContent-Type: text"),
        archive(part(page("年度报告"))).removesuffix(b"------MultipartBoundary--a--\r\n"),
        archive(part(page("年度报告"), transfer="base64"))[:-40],
        archive(part(page("年度报告"), transfer="quoted-printable")).replace(b"Transfer-Encoding: q", b"X: q"),
        b"\xef\xbb\xbf\r\n" + archive(part(page("年度报告"))),
        b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page("年度报告"),
    ],
)
def test_a_mistaken_archive_is_read_all_the_same(mistaken: bytes) -> None:
    assert mhtml.recognises(mistaken)
    assert mhtml.read(mistaken).text.startswith("年度报告\n| 规章 |")


def test_pages_within_nested_parts_are_found() -> None:
    inner = (
        b'------MultipartBoundary--a\r\nContent-Type: multipart/alternative; boundary="in"\r\n\r\n'
        b"--in\r\nContent-Type: text/plain\r\n\r\nno\r\n--in\r\nContent-Type: text/html\r\n\r\n"
    )
    text = mhtml.read(archive(inner + page("年度报告") + b"\r\n--in--\r\n epilogue \r\n")).text
    assert text == "年度报告\n| 规章 | 0 | \n"


@pytest.mark.parametrize(
    "other",
    [
        b"",
        page("MIME-Version: 1.0"),
        "标题:年度报告\nContent-Type: text/html\n".encode(),
        b"Title: x\r\n\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n",
        b"%PDF-1.7\r\nContent-Type: text/html\r\nMIME-Version: 1.0",
    ],
)
def test_other_files_are_no_archives(other: bytes) -> None:
    assert not mhtml.recognises(other)


def test_an_archive_without_a_page_says_so() -> None:
    with pytest.raises(FormatDamaged):
        mhtml.read(archive(part(b"\x89PNG", "image/png")))


NESTED = b"".join(b'--%d\r\nContent-Type: multipart/mixed; boundary="%d"\r\n\r\n' % (i, i + 1) for i in range(100_000))


@pytest.mark.parametrize(
    "hostile",
    [
        NESTED,
        b"--a\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n" * 300_000,
        b"--a\r\nContent-Type: text/html; charset=" + b"x" * 20_000_000,
        b"--a\r\nContent-Type: text/html" + b';x="' * 5_000_000,
        b"--" * 10_000_000,
        b"--a\r\nContent-Type: text/html\r\n\r\n" + b"<title><head>" * 1_000_000,
        b"--a\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"=" * 20_000_000,
        b"--a\r\nContent-Type: text/html\r\n\r\n" + b"\r\n--a" * 4_000_000,
    ],
)
def test_a_hostile_archive_ends_soon_with_an_error_of_ours_or_nothing(hostile: bytes) -> None:
    started = time.process_time()
    data = BLINK + hostile
    assert mhtml.recognises(data)
    try:
        pages = mhtml.html_parts(data)
    except FormatTooComplex:
        pages = []
    assert len(pages) <= 1
    assert time.process_time() - started < 6


@settings(deadline=None)
@given(st.data())
def test_a_damaged_archive_gives_a_document_or_an_error_of_ours(data: st.DataObject) -> None:
    saved = archive(part(page("年度报告"), transfer="quoted-printable"), part(page("二"), transfer="base64"))
    start = data.draw(st.integers(0, len(saved)))
    end = data.draw(st.integers(start, min(len(saved), start + 60)))
    damaged = saved[:start] + data.draw(st.binary(max_size=20)) + saved[end:]
    mhtml.recognises(damaged)
    with contextlib.suppress(ReportError):
        mhtml.read(damaged)
