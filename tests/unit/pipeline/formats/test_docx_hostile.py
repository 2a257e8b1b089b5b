"""Documents made to hurt, or damaged on their way: each ends in an error of ours, and nothing is fetched."""

import time
from pathlib import Path

import pytest

from pipeline.errors import FormatDamaged, FormatEncrypted, FormatTooComplex
from pipeline.formats import read_document
from tests.making_office import document, zipped
from tests.making_office.docx import MAIN, TRANSITIONAL
from tests.making_office.package import content_types, relationships
from tests.making_office.words import paragraph, run, text

WIDE_ROW = (
    f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{text("深")}</w:tc><w:tc>{text("1")}</w:tc></w:tr>'
)


def test_an_encrypted_or_cut_off_document_is_told_from_an_unknown_file() -> None:
    good = document(text("正文"))
    start = good.index(b"PK\x01\x02")
    encrypted = bytearray(good)
    while (start := bytes(encrypted).find(b"PK\x01\x02", start)) > 0:
        encrypted[start + 8] |= 1
        start += 1
    with pytest.raises(FormatEncrypted):
        read_document(bytes(encrypted))
    for end in range(good.index(b"word/document.xml") + 40, len(good) - 20, 40):
        with pytest.raises(FormatDamaged):
            read_document(good[:end])


ENTITIES = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///secret">]>'


@pytest.mark.parametrize(
    "main",
    [
        f"{ENTITIES}<w:document>&b;</w:document>",
        '<!DOCTYPE w:document SYSTEM "http://localhost/x.dtd"><w:document/>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://localhost/p">%p;]><a/>',
        "<w:document>&x;</w:document>",
        "<w:document><w:p></w:document>",
        "<w:document>\x00</w:document>",
        b"<w:document>\xff\xfe</w:document>",
        b'<?xml version="1.0" encoding="gb2312"?><w:document/>',
        b'<?xml version="1.0" encoding="utf-7"?><w:document/>',
        "",
    ],
)
def test_xml_that_no_office_program_writes_is_damaged(main: str | bytes) -> None:
    data = zipped(
        {
            "[Content_Types].xml": content_types({"word/document.xml": MAIN}),
            "_rels/.rels": relationships({"x": ("officeDocument", "word/document.xml")}),
            "word/document.xml": main,
        }
    )
    with pytest.raises(FormatDamaged):
        read_document(data)


def test_utf_16_is_read_and_an_inclusion_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("秘密")
    included = f'<xi:include href="{(tmp_path / "secret").as_uri()}" parse="text"/>'
    main = f'<?xml version="1.0" encoding="UTF-16"?><w:document xmlns:w="{TRANSITIONAL}" xmlns:xi="http://www.w3.org/2001/XInclude"><w:body>{text("正文")}{included}</w:body></w:document>'
    data = zipped(
        {
            "[Content_Types].xml": content_types({"word/document.xml": MAIN})
            .encode("utf-16")
            .replace(b"U\0T\0F\0-\08\0", b"U\0T\0F\0-\x001\x006\0"),
            "_rels/.rels": relationships({"x": ("officeDocument", "word/document.xml")}),
            "word/document.xml": main.encode("utf-16"),
        }
    )
    assert read_document(data).text == "正文\n"


@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl><w:tr><w:tc>" * 10_000 + text("深") + "</w:tc></w:tr></w:tbl>" * 10_000,
        "<w:sdt><w:sdtContent>" * 30_000 + text("深") + "</w:sdtContent></w:sdt>" * 30_000,
        "<w:p><w:r><w:txbxContent>" * 10_000 + text("深") + "</w:txbxContent></w:r></w:p>" * 10_000,
        paragraph("<w:r><w:t>深</w:t></w:r>" * 100_000),
        paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 100_000 + run("深")),
        text("深", "<w:rPr><w:del/></w:rPr>") * 20_000,
        f'<w:p w:x="{"深" * 3_000_000}"><w:r><w:t>深</w:t></w:r></w:p>',
        f"<w:tbl>{WIDE_ROW * 5_000}</w:tbl>",
    ],
    ids=["tables", "controls", "boxes", "runs", "fields", "marks", "attribute", "spans"],
)  # fmt: skip
def test_what_nests_or_repeats_without_end_takes_no_quadratic_time(body: str) -> None:
    data = document(body)
    started = time.process_time()
    assert "深" in read_document(data).text
    assert time.process_time() - started < 5


def test_more_elements_than_any_report_has_are_refused_at_once() -> None:
    data = document("<w:p/>" * 2_100_000)
    started = time.process_time()
    with pytest.raises(FormatTooComplex):
        read_document(data)
    assert time.process_time() - started < 2


def test_more_text_than_any_report_has_is_refused() -> None:
    with pytest.raises(FormatTooComplex):
        read_document(document(text("深" * 8_100_000)))
