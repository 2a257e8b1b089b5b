"""What is an archive is told by its content; what an office program wrote is a report."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from intake.archives import HEAD_BYTES, kind_of, may_be_archive
from tests.making_hostile import archives

from .tars import tarred
from .zips import STORED, Entry, zipped


def kind(tmp_path: Path, data: bytes) -> str | None:
    path = tmp_path / "whatever.docx"
    path.write_bytes(data)
    return kind_of(path)


def package(*names: str, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as archive:
        for name in names:
            archive.writestr(name, b"application/vnd.oasis.opendocument.text" if name == "mimetype" else b"<x/>")
    return data.getvalue()


DOCX = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
REPORTS = {
    "docx": archives.archive(archives.docx(archives.entry("word/document.xml", "<x/>"))),
    "xlsx": archives.archive(archives.xlsx(archives.entry("xl/worksheets/sheet1.xml", "<x/>"))),
    "docx of WPS, types last": package("_rels/.rels", "docProps/app.xml", "word/document.xml", "[Content_Types].xml"),
    "docx with backslashes": package("word\\document.xml", "\\[content_types].xml"),
    "docx whose end is lost": package(*DOCX)[:-40],
    "docx whose end is lost, document first": package("word/document.xml", *DOCX[:2])[:-40],
    "odt": package("mimetype", "content.xml", "META-INF/manifest.xml"),
    "odt without its mark": package("content.xml", "META-INF/manifest.xml"),
    "ods whose end is lost": package("mimetype", "content.xml", compression=zipfile.ZIP_STORED)[:-30],
    "ofd": package("OFD.xml", "Doc_0/Document.xml"),
    "text": "政府信息公开工作年度报告".encode() * 100,
    "mhtml": b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n" * 9,
    "pdf": b"%PDF-1.7\n" + bytes(600),
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a text, gzipped": gzip.compress(b"one report"),
    "nothing, gzipped": gzip.compress(b""),
    "gzip, cut off at once": b"\x1f\x8b\x08",
    "zeros": bytes(10_240),
    "nothing": b"",
}
REPORT = REPORTS["docx"]
ARCHIVES = {
    "zip": ("zip", zipped(Entry(b"a.txt", b"1"))),
    "zip of nothing": ("zip", zipped()),
    "zip of stored docx": ("zip", zipped(*(Entry(b"%d.docx" % n, REPORT, STORED) for n in range(3)))),
    "zip with a docx unpacked in a folder": ("zip", package(*(f"市局/{name}" for name in DOCX))),
    "zip whose end is lost": ("zip", zipped(Entry(b"a.txt", b"1" * 999, STORED))[:500]),
    "zip in one volume": ("zip", b"PK00" + zipped(Entry(b"a.txt", b"1"))),
    "tar": ("tar", tarred({"a.txt": b"1"})),
    "tar of GNU": ("tar", tarred({"a.txt": b"1"}, format=tarfile.GNU_FORMAT)),
    "tar without a mark": ("tar", tarred({"a.txt": b"1"}, version_7=True)),
    "tar with a damaged header": ("tar", b"!" + tarred({"a.txt": b"1"})[1:]),
    "tar.gz": ("tar", gzip.compress(tarred({"a.txt": b"1"}))),
    "tar.gz cut off": ("tar", gzip.compress(tarred({"a.txt": b"1"}))[:-20]),
    "tar.bz2": ("tar", tarred({"a.txt": b"1"}, packing="bz2")),
    "tar.xz": ("tar", tarred({"a.txt": b"1"}, packing="xz")),
}


@pytest.mark.parametrize("data", REPORTS.values(), ids=REPORTS)
def test_a_report_is_no_archive(tmp_path: Path, data: bytes) -> None:
    assert kind(tmp_path, data) is None


@pytest.mark.parametrize(("expected", "data"), ARCHIVES.values(), ids=ARCHIVES)
def test_an_archive_is_told_by_its_content(tmp_path: Path, expected: str, data: bytes) -> None:
    assert kind(tmp_path, data) == expected
    assert may_be_archive(data[:HEAD_BYTES])


def test_the_first_bytes_of_other_files_rule_an_archive_out() -> None:
    for name in ("text", "mhtml", "pdf", "ole", "nothing"):
        assert not may_be_archive(REPORTS[name][:HEAD_BYTES])
