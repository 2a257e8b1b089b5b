"""Files that are no reports, or that nobody can read, each with the code in which it must end."""

from __future__ import annotations

import gzip
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests import making_office
from tests.making import consistent_truth
from tests.making_pdf import report as pdf_report
from tests.making_pdf.drawn import HEIGHT, WIDTH, DrawnPage, written

from .printing import Way, text

_PROSE = Path(__file__).parents[1] / "making" / "prose"
_OTHER_REPORT = (
    "云岫县水务局2023年法治政府建设情况报告\n"
    "2023年，云岫县水务局坚持依法治水、依法管水，法治建设各项工作有序推进，现将有关情况报告如下。\n"
    "一、主要做法\n（一）健全学法制度。党组会前学法12次，组织执法人员培训3期，参训86人次。\n"
    "（二）规范行政执法。全年办理行政许可31件、行政处罚7件，执法文书全部评查，无一被撤销。\n"
    "（三）化解涉水纠纷。受理群众反映河道采砂、取水等问题42件，办结42件，办结率100%。\n"
    "二、存在的不足\n基层执法力量仍显薄弱，普法形式不够多样，部分制度修订不及时。\n"
    "三、下一步打算\n加强执法队伍建设，完善重大决策程序，丰富以案释法的形式，推动法治建设再上新台阶。\n"
)


@dataclass(frozen=True)
class Refused:
    """One file: what makes it, its suffix, its format and its end."""

    name: str
    make: Callable[[], bytes]
    suffix: str
    format: str
    error: str


def _scanned() -> bytes:
    pages = [DrawnPage() for _ in range(3)]
    for page in pages:
        page.picture(40, 40, WIDTH - 40, HEIGHT - 40)
    return written(pages)


def _picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 120, 160, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + bytes((x * y) % 256 for x in range(120)) for y in range(160)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_SECTOR = 512


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _NONE, right: int = _NONE) -> bytes:
    words = name.encode("utf-16-le")
    head = words.ljust(64, b"\0") + struct.pack("<HBB", len(words) + 2 if words else 0, kind, 1)
    return head + struct.pack("<III", _NONE, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def _encrypted_docx() -> bytes:
    """What Word makes of a document with a password: an OLE file with the encrypted package in it."""
    streams = (4096, 4096)
    fat = [_FAT, _END]
    for size in streams:
        first, count = len(fat), size // _SECTOR
        fat += [*range(first + 1, first + count), _END]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(_SECTOR, b"\xff")
    directory = (
        _entry("Root Entry", 5, _END, 0, child=1)
        + _entry("EncryptionInfo", 2, 2, streams[0], right=2)
        + _entry("EncryptedPackage", 2, 10, streams[1])
        + _entry("", 0, 0, 0)
    )
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIII", 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<I", 0)
    noise = bytes((7 * index * index + 13) % 251 for index in range(sum(streams)))
    return head.ljust(_SECTOR, b"\xff") + table + directory + noise


def _encrypted_pdf() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        plain, locked = Path(folder, "plain.pdf"), Path(folder, "locked.pdf")
        plain.write_bytes(pdf_report.report(consistent_truth(601)))
        subprocess.run(["qpdf", "--encrypt", "open", "own", "256", "--", str(plain), str(locked)], check=True)
        return locked.read_bytes()


def _zip() -> bytes:
    pages = {f"附件{number}.txt": _OTHER_REPORT for number in range(3)}
    return making_office.zipped(pages)


REFUSED = (
    Refused("refused-scanned-pdf", _scanned, "pdf", "pdf", "document.scanned"),
    Refused("refused-picture", _picture, "png", "png", "document.scanned"),
    Refused("refused-docx-with-password", _encrypted_docx, "docx", "docx", "format.encrypted"),
    Refused("refused-pdf-with-password", _encrypted_pdf, "pdf", "pdf", "format.encrypted"),
    Refused(
        "refused-docx-cut-short",
        lambda: making_office.report(consistent_truth(602), "merged")[:3000],
        "docx",
        "docx",
        "format.damaged",
    ),
    Refused("refused-zip", _zip, "zip", "zip", "format.unknown"),
    Refused("refused-gzip", lambda: gzip.compress(_OTHER_REPORT.encode(), mtime=0), "gz", "gzip", "format.unknown"),
    Refused("refused-empty", lambda: b"", "txt", "text", "file.empty"),
    Refused("refused-only-blanks", lambda: b" \r\n\t\r\n", "txt", "text", "file.empty"),
    Refused("refused-news-page", (_PROSE / "21_news.html").read_bytes, "html", "html", "document.not_a_report"),
    Refused("refused-other-report", _OTHER_REPORT.encode, "txt", "text", "document.not_a_report"),
    Refused(
        "refused-lines-dropped",
        lambda: text(consistent_truth(603, most=5), Way("text", "lines_once")).data,
        "txt",
        "text",
        "table.unreadable",
    ),
)
