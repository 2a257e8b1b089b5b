"""Damage of every kind to a file of any format, decided by a `random.Random` alone: the fuzzer and the tests share it."""

from __future__ import annotations

import binascii
import random
import re
import zlib
from collections.abc import Callable

from .test_office_damage import flipped

Spoil = Callable[[bytes, random.Random], bytes]
MOST_BYTES = 3_000_000
_PDF_OBJECT = re.compile(rb"\d+ \d+ obj\b.*?\bendobj\b", re.DOTALL)
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NUMBERS = (b"0", b"-1", b"1", b"64", b"1000", b"65536", b"2147483648", b"99999999999999999999", b"1e38", b"-0.00001")
_ENCODINGS = ("utf-8", "utf-8", "utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "utf-32")

# What reports are made of, and what no person types.
PIECES = [
    "|", "||", "\n", "\n\n", "\t", "0", "12", "-", "/", "-5", "1.5", "１", "零", "十", "亿", "万", "总计", "其他", "自然人",
    "小计", "(一)", "一、", "三、", "其中", "占", "%", "件", "规章", "行政复议", "结果维持", "其他处理", "本年新制作数量",
    "<td>", "</td>", "<tr>", "</table>", "<table>", "2023年", "发布时间:2023-13-45", "共48条,", "（", "《", '"', "'", "\x00",
    "\ud7ff", "😀", "\u3000",
]  # fmt: skip
TEXT_PIECES = [
    *PIECES, "\r", "\f", "\v", "\x07", "\x1a", "\ud800", "\udfff", "\ufeff", "\ufffd", "\u202e", "\u200b", "\u2028", "⾏", "數(shù)量",
    "於乾縣", "9" * 400, "1" + ",000" * 50, "０．５", "1e308", "-0", "∞", "二〇二三", "第二十条第(一)项", "本年新收", "五、", "六、存在的主要问题及改进情况",
    "政府信息公开", "2019年", "99999999999年", "共收到0件", "收到申请12345678901234567890件", "百千万亿" * 30, "(" * 300, "、" * 200, "| " * 300,
    "0\n\n\n\n" * 40, "\t" * 200, " " * 500, "锟斤拷", "è¿™æ˜¯", "----|----", "+---+---+", "…" * 50,
]  # fmt: skip
PAGE_PIECES = [
    *TEXT_PIECES, "<td colspan=100000>", "<td rowspan=65535>", "<td rowspan=0 colspan=0>", "<td colspan='-3'>", "<th>", "<tr", "</tr>", "</td",
    "<table><tr><td>", "</table></table>", "<tbody>", "<caption>", "<colgroup><col span=9999>", "<div>", "</div>", "<p>", "</p>", "<br>", "<hr>",
    "<span style='display:none'>", "<p hidden>", "<style>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml", "<svg>", "<math>",
    "<select>", "<textarea>", "<template>", "<iframe>", "<noscript>", "<title>", "<plaintext>", "<frameset>", "<meta charset=utf-16>",
    "<meta charset=big5>", "<base href=x>", "&nbsp;", "&#0;", "&#x110000;", "&#xd800;", "&#99999999999;", "&lt", "&amp;amp;", "&CounterClockwiseContourIntegral;",
    "&#12288;", "<a href='" + "x" * 900 + "'>", "<div " + "a=1 " * 200 + ">", "<b><i><u>" * 40, "</b></p></td>", "<o:p>", "<w:tbl>", "<td><td><td>",
    "=3D", "=\r\n", "<html>", "</html>", "</body>", "<body>", "<h1>", "<li>", "<pre>",
]  # fmt: skip
_LEADS = ["\x81", "\xfe", "\xff", "\xe4", "\xe4\xb8", "\xf0\x9f", "\x84\x31", "\x84\x31\xa4", "\xff\xfe", "\xfe\xff", "\xef\xbb\xbf", "\xed\xa0\x80", "\xc0\x80", "\x80"]  # fmt: skip
MAIL_PIECES = [
    "------=_Part_0A_01DA.5F7C\r\n", "------=_Part_0A_01DA.5F7C--\r\n", "--\r\n", "Content-Type: text/html; charset=gb2312\r\n\r\n",
    'Content-Type: multipart/related; boundary="----=_Part_0A_01DA.5F7C"\r\n\r\n', "Content-Transfer-Encoding: base64\r\n\r\n",
    "Content-Transfer-Encoding: quoted-printable\r\n", "Content-Type: image/png\r\n\r\n", "MIME-Version: 1.0\r\n", "\r\n\r\n", "=", "=E4=B8", "==",
    '=3D"', "=\r\n", "boundary=", 'start="<a>"', "Content-ID: <a>\r\n", "\r\n ", " " * 40_000, "--" + "b" * 300 + "\r\nContent-Type: x\r\n\r\n",
    "<frameset>", 'charset="unicode"', "charset=utf-7", "\t",
]  # fmt: skip
PDF_PIECES = [
    "obj", "endobj", "stream\n", "endstream", "xref\n", "trailer", "startxref\n0\n", "<<", ">>", "[", "]", "(", ")", "<", ">", "/Kids [2 0 R]",
    "/Count 99999", "/Parent 2 0 R", "/Length 0", "/Length 99999999", "/Filter /FlateDecode", "/Filter [/ASCIIHexDecode /LZWDecode]", "/Encrypt 1 0 R",
    "/Prev 0", "/Rotate 90", "/Rotate 37", "/MediaBox [0 0 0 0]", "/MediaBox [0 0 1e30 1e30]", "/UserUnit 1e9", " 1 0 R ", " 0 65535 R ", "q ", "Q ", "BT ",
    "ET ", " Tj ", " TJ ", "1e38 ", "-1e38 ", "1 0 0 1 0 0 cm ", "0 0 0 0 0 0 cm ", "1e20 0 0 1e20 0 0 cm ", "90 Tz ", "1e9 Tc ", "-50 TL T* ", "3 Tr ", "7 Tr ",
    "0 0 m 9 9 l S ", "0 0 1e9 1e9 re f ", "0 0 m 0 842 l S " * 300, "/F1 0 Tf ", "/F1 -9 Tf ", "/F9 9 Tf ", "/X Do ", "BI /W 1 /H 1 ID x EI ", "<0030> Tj " * 300,
    "<> Tj ", "<d800> Tj ", "sh ", "W n ", "/OC /a BDC ", "EMC ", "%", "%%EOF\n",
]  # fmt: skip
SIGNATURES = [
    "{\\rtf1", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0\0\0", "W\0o\0r\0k\0b\0o\0o\0k\0\0\0",
    "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0\0\0", "PK\x03\x04", "PK\x05\x06", "mimetypeapplication/vnd.oasis.opendocument.text",
    'progid="Word.Document"', "%PDF-1.7\n", "\x1f\x8b", "Rar!", "7z\xbc\xaf", "\x89PNG\r\n\x1a\n", "\xff\xd8\xff\xe0", "GIF89a", "BM", "II*\0", "<html>",
    "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n", "\xff\xfe", "\xfe\xff", "\xef\xbb\xbf", "\0" * 512, "\xec\xa5", "\x09\x08\x10\x00",
]  # fmt: skip
_RAW = [piece.encode("latin-1") for piece in (*_LEADS, *SIGNATURES)]


def spoiled(text: str, draw: random.Random, times: int, pieces: list[str] = PIECES) -> str:
    """The text with pieces of itself and of tables put in, taken out and repeated in random places."""
    for _ in range(times):
        at, act = draw.randrange(len(text) + 1), draw.random()
        if act < 0.5:
            text = text[:at] + draw.choice(pieces) + text[at:]
        elif act < 0.7:
            text = text[:at] + text[at + draw.randrange(1, 30) :]
        elif act < 0.85:
            other = draw.randrange(len(text) + 1)
            text = text[:at] + text[other : other + 400] + text[at:]
        else:
            text = text[:at] + text[at + draw.randrange(200, 3000) :]
    return text


def pieces_put_in(pieces: list[str]) -> Spoil:
    """The damage that reads the file as text, puts such pieces into it, and writes it in any encoding."""

    def spoil(data: bytes, draw: random.Random) -> bytes:
        name = next((name for name in ("utf-8", "gb18030", "utf-16") if _fits(data, name)), "latin-1")
        text = spoiled(data.decode(name), draw, draw.choice((1, 5, 50)), pieces)
        return text.encode(draw.choice((name, name, *_ENCODINGS)), draw.choice(("replace", "surrogatepass", "ignore")))

    return _unless_impossible(spoil)


def raw_pieces_put_in(pieces: list[str]) -> Spoil:
    """The damage that puts such pieces, lead bytes of encodings and signatures among the bytes."""
    raw = [piece.encode("utf-8", "surrogatepass") for piece in pieces] + _RAW

    def spoil(data: bytes, draw: random.Random) -> bytes:
        for _ in range(draw.choice((1, 5, 30))):
            at = draw.randrange(len(data) + 1)
            data = data[:at] + draw.choice(raw) * draw.choice((1, 1, 1, 20)) + data[at:]
        return data

    return spoil


def some_flipped(data: bytes, draw: random.Random) -> bytes:
    """A few bytes exchanged, cut out or doubled, or many."""
    return flipped(data, draw, draw.choice((1, 3, 30, 300)))


def cut(data: bytes, draw: random.Random) -> bytes:
    """The end, the beginning or a part in the middle taken away."""
    first, last = sorted(draw.randrange(len(data) + 1) for _ in range(2))
    return draw.choice((data[:first], data[first:], data[:first] + data[last:]))


def repeated(data: bytes, draw: random.Random) -> bytes:
    """A piece said again and again."""
    at, length = draw.randrange(len(data) + 1), draw.choice((1, 2, 7, 40, 300, 5000))
    piece = data[at : at + length]
    times = min(draw.choice((2, 20, 300, 20_000)), 400_000 // max(1, len(piece)))
    return data[:at] + piece * times + data[at:]


def spliced(data: bytes, other: bytes, draw: random.Random) -> bytes:
    """The beginning of one file and the end of another, or one inside the other."""
    here, there = draw.randrange(len(data) + 1), draw.randrange(len(other) + 1)
    return data[:here] + other[there:] + (data[here:] if draw.random() < 0.3 else b"")


def numbers_changed(data: bytes, draw: random.Random) -> bytes:
    """Some numbers written as no person would."""
    found = [number.span() for number in _NUMBER.finditer(data)]
    for start, end in sorted(draw.sample(found, min(len(found), draw.choice((1, 4, 40)))), reverse=True):
        data = data[:start] + draw.choice(_NUMBERS) + data[end:]
    return data


def pdf_objects_moved(data: bytes, draw: random.Random) -> bytes:
    """Objects of a PDF dropped, doubled or standing for each other; the table of places is wrong then."""
    found = [each.span() for each in _PDF_OBJECT.finditer(data)]
    for _ in range(draw.choice((1, 2, 6)) if len(found) > 1 else 0):
        (start, end), (first, last) = draw.choice(found), draw.choice(found)
        data = data[:start] + draw.choice((b"", data[first:last], data[start:end] * 2)) + data[end:]
    return data


def pdf_streams_damaged(data: bytes, draw: random.Random) -> bytes:
    """A stream of a PDF unpacked, damaged, and packed again, so that only its reader can tell."""
    found = [each for each in _PDF_STREAM.finditer(data) if each[1].startswith((b"\x78\x9c", b"\x78\xda", b"\x78\x01"))]
    if not found:
        return data
    chosen = draw.choice(found)
    try:
        inside = zlib.decompress(chosen[1])
    except zlib.error:
        return data
    inside = draw.choice((some_flipped, numbers_changed, _PDF_PIECES_PUT_IN, repeated, cut))(inside, draw)
    return data[: chosen.start(1)] + zlib.compress(inside[:MOST_BYTES]) + data[chosen.end(1) :]


def as_quoted_printable(page: bytes) -> bytes:
    """The page as browsers put it into an archive."""
    return binascii.b2a_qp(page, istext=False)


def _fits(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _unless_impossible(spoil: Spoil) -> Spoil:
    """The damage, or other damage where some encoding has no bytes for the text."""

    def attempt(data: bytes, draw: random.Random) -> bytes:
        try:
            return spoil(data, draw)
        except (UnicodeEncodeError, LookupError):
            return some_flipped(data, draw)

    return attempt


_PDF_PIECES_PUT_IN = raw_pieces_put_in(PDF_PIECES)
