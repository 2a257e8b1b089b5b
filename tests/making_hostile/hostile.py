"""The hostile files by name, and the codes in which each may end."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from . import archives, pdfs
from .archives import archive, document, docx, entry, paragraph, xlsx, zeros

_GIGABYTE = 64  # pieces
_TITLE = "云岭县水务局2023年政府信息公开工作年度报告"
_BOUNDS = frozenset(["resource.time", "resource.memory", "file.crashes_reader"])
_REFUSED: frozenset[str | None] = _BOUNDS | {
    "format.damaged",
    "format.too_complex",
    "format.unknown",
    "document.scanned",
}
_NO_REPORT = _REFUSED | {"document.not_a_report", "table.unreadable", "encoding.unknown", "file.empty"}


@dataclass(frozen=True)
class Hostile:
    """How one hostile file is made, and the codes of ours that may be its end; None if it may be read as well."""

    make: Callable[[], bytes]
    codes: frozenset[str | None] = _REFUSED


def _entities() -> bytes:
    """A billion laughs."""
    names = [f"e{number}" for number in range(12)]
    nested = "".join(f'<!ENTITY {a} "{f"&{b};" * 10}">' for b, a in pairwise(names))
    declared = f'<!DOCTYPE d [<!ENTITY e0 "{"哈" * 100}">{nested}]>'
    return archive(docx(entry("word/document.xml", document(paragraph(f"&{names[-1]};"), declared))))


def _external() -> bytes:
    """An entity whose text is a file of this machine, and one that is an address."""
    declared = '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///secret"><!ENTITY n SYSTEM "http://127.0.0.1:9/x">]>'
    return archive(docx(entry("word/document.xml", document(paragraph(f"{_TITLE}&f;&n;"), declared))))


def _page(body: str) -> bytes:
    return f"<html><head><meta charset=utf-8></head><body><h1>{_TITLE}</h1>{body}</body></html>".encode()


def _many_attributes() -> bytes:
    names = " ".join(f"a{number}" for number in range(60_000))
    return _page(f"<div {names}>x</div>")


def _figures_on_one_line() -> bytes:
    return f"{_TITLE}一、总体情况{'12 | ' * 3_000_000}".encode()


def _surrogates(encoding: str, mark: bytes = b"") -> bytes:
    """A text with half of a surrogate pair, which no strict decoder takes."""
    text = f"{_TITLE}\n一、总体情况\n" * 20
    return mark + f"{text}\ud800{text}".encode(encoding, "surrogatepass")


BY_NAME: dict[str, Hostile] = {
    "billion-laughs.docx": Hostile(_entities),
    "external-entity.docx": Hostile(_external),
    "bomb.docx": Hostile(lambda: archive(docx(zeros("word/document.xml", document("")[:-30], pieces=_GIGABYTE)))),
    "bomb-lying.docx": Hostile(
        lambda: archive(docx(zeros("word/document.xml", document("")[:-30], pieces=_GIGABYTE, claimed=900)))
    ),
    "bomb.xlsx": Hostile(lambda: archive(xlsx(zeros("xl/worksheets/sheet1.xml", "<worksheet>", pieces=_GIGABYTE)))),
    "one-line-of-200-mb.docx": Hostile(
        lambda: archive(docx(entry("word/document.xml", document(paragraph("政" * 70_000_000)))))
    ),
    "overlapping.docx": Hostile(
        lambda: archive(docx(zeros("word/document.xml", document("")[:-30], pieces=2)), repeat_last=5000)
    ),
    "nested-tables.docx": Hostile(
        lambda: archive(docx(entry("word/document.xml", document(archives.nested_tables(10_000))))), _NO_REPORT
    ),
    "page-tree-loop.pdf": Hostile(pdfs.page_tree_that_loops),
    "swelling.pdf": Hostile(pdfs.swelling_content, _NO_REPORT),
    "many-operators.pdf": Hostile(pdfs.many_operators, _NO_REPORT),
    "deep.pdf": Hostile(pdfs.deep_objects, _NO_REPORT),
    "huge-page.pdf": Hostile(pdfs.huge_page, _NO_REPORT),
    "broken.pdf": Hostile(pdfs.broken),
    "colspans.html": Hostile(lambda: _page("<table>" + "<tr><td colspan=100000 rowspan=65534>1" * 5000), _NO_REPORT),
    "nested-tables.html": Hostile(lambda: _page("<table><tr><td>" * 10_000 + "1"), _NO_REPORT),
    "nested-blocks.html": Hostile(lambda: _page("<div>" * 50_000 + "1"), _NO_REPORT),
    "nested-inline.html": Hostile(lambda: _page("<b>" * 1_000_000 + "1"), _NO_REPORT),
    "many-attributes.html": Hostile(_many_attributes, _NO_REPORT),
    "one-line.txt": Hostile(lambda: (_TITLE * 300_000).encode()[: 19 * 1024 * 1024], _NO_REPORT),
    "one-line-of-figures.txt": Hostile(_figures_on_one_line, _NO_REPORT),
    "nul-bytes.txt": Hostile(lambda: _TITLE.encode() + bytes(100_000), _NO_REPORT),
    "surrogates-utf16.txt": Hostile(lambda: _surrogates("utf-16-le", b"\xff\xfe"), _NO_REPORT | {None}),
    "surrogates-utf8.txt": Hostile(lambda: _surrogates("utf-8"), _NO_REPORT | {None}),
}
