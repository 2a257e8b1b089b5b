"""From a truth to a file, one function for each kind of file; programs that people use print some of them."""

from __future__ import annotations

import email.header
import email.mime.multipart
import email.mime.text
import random
import re
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from tests import making_office
from tests.making import Truth
from tests.making.blocks import Block, Line, TableBlock, blocks_of_truth
from tests.making.drawings import DRAWINGS
from tests.making.encodings import encoded
from tests.making.marks import HEADING_MARKS, places_in, sections_in, unmarked
from tests.making.pages import PAGES
from tests.making.quirks import QUIRKS
from tests.making_pdf import pages as pdf_pages
from tests.making_pdf import report as pdf_report


@dataclass(frozen=True, slots=True)
class Printed:
    """A file, which of the report's parts it prints, and the figures and headings that are still in it."""

    data: bytes
    suffix: str
    figures: frozenset[str] | None = None
    sections: tuple[int, ...] = (1, 2, 3, 4, 5, 6)
    has_dateline: bool = True
    has_preamble: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """How a report is printed: `kind:name`, quirks, encoding and the seed of what is left to chance."""

    kind: str
    name: str
    seed: int = 0
    quirks: tuple[str, ...] = ()
    encoding: str = "utf-8"


def _marked(block: Block) -> Block:
    if isinstance(block, Line) and block.role == "heading":
        return replace(block, text=HEADING_MARKS[block.section] + block.text)
    return block


def _text(truth: Truth, way: Way) -> str:
    """The text or page with its marks."""
    draw = random.Random(way.seed)
    blocks = blocks_of_truth(truth)
    for quirk in QUIRKS:
        blocks = QUIRKS[quirk](draw, blocks) if quirk in way.quirks else blocks
    blocks = [_marked(block) for block in blocks]
    if way.name in PAGES:
        return PAGES[way.name].text(draw, blocks)
    table, gap = DRAWINGS[way.name]
    parts = (table(draw, block.grid) if isinstance(block, TableBlock) else block.text for block in blocks)
    return gap.join(part for part in parts if part) + "\n"


def text(truth: Truth, way: Way) -> Printed:
    """A text or a web page."""
    marked = _text(truth, way)
    return Printed(
        encoded(unmarked(marked), way.encoding),
        "html" if way.name in PAGES else "txt",
        frozenset(places_in(marked)),
        sections_in(marked),
    )


def mhtml(truth: Truth, way: Way) -> Printed:
    """A web page as browsers save it in one file, with a picture beside it."""
    page = unmarked(_text(truth, way)).replace("{charset}", way.encoding)
    message = email.mime.multipart.MIMEMultipart("related", type="text/html", boundary="----=_Part_0A_01DA.5F7C")
    message["From"] = "<Saved by Blink>"
    message["Subject"] = email.header.Header(truth.title, "utf-8").encode()
    part = email.mime.text.MIMEText(page, "html", way.encoding)
    part["Content-Location"] = "http://www.example.invalid/zwgk/nb.html"
    picture = email.mime.text.MIMEText("body { margin: 0 }", "css")
    picture["Content-Location"] = "http://www.example.invalid/style.css"
    message.attach(part)
    message.attach(picture)
    return Printed(message.as_bytes(), "mhtml")


def docx(truth: Truth, way: Way) -> Printed:
    """A Word document in one of the structures."""
    return Printed(making_office.report(truth, way.name), "docx", has_dateline=False)


def xlsx(truth: Truth, way: Way) -> Printed:
    """A workbook."""
    return Printed(making_office.WORKBOOKS[way.name](truth), "xlsx", has_dateline=False, has_preamble=False)


def drawn(truth: Truth, way: Way) -> Printed:
    """A PDF drawn by hand."""
    lines, _, padding = way.name.partition(" ")
    data = pdf_report.report(truth, lines, row_padding=float(padding or 5))  # type: ignore[arg-type]
    return Printed(data, "pdf", has_dateline=False, has_preamble=False)


def _page(truth: Truth, style: str) -> str:
    """The page in a font whose outlines are few, in one weight, so that printed files stay small."""
    page = pdf_pages.page(truth, style).replace("Noto Serif CJK SC", "Droid Sans Fallback")
    return page.replace("body {", "h1, h2, td { font-weight: normal } body {", 1)


def _unstyled(page: str) -> str:
    return re.sub("<style>.*?</style>", "", page, flags=re.DOTALL)


def _packed(file: Path) -> bytes:
    """The same PDF with its streams packed as tightly as they can be."""
    packed = file.with_name("packed.pdf")
    options = ["--object-streams=generate", "--recompress-flate", "--compression-level=9"]
    subprocess.run(["qpdf", *options, str(file), str(packed)], check=True)
    return packed.read_bytes()


def chromium(truth: Truth, way: Way) -> Printed:
    """A PDF printed by Chromium from a page in one of the styles."""
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(_page(truth, way.name), "utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        options += ["--no-pdf-header-footer", "--disable-pdf-tagging", f"--print-to-pdf={out}", page.as_uri()]
        subprocess.run(["chromium", *options], check=True, capture_output=True, timeout=120)
        return Printed(_packed(out), "pdf", has_dateline=False)


_READ_AS = {"xls": "HTML (StarCalc)", "ods": "HTML (StarCalc)", "xlsx": "HTML (StarCalc)", "et": "HTML (StarCalc)"}
_WRITES = {"wps": "doc", "et": "xls", "xlsx": "xlsx:Calc MS Excel 2007 XML", "docx": "docx:MS Word 2007 XML"}


def soffice(truth: Truth, way: Way) -> Printed:
    """What LibreOffice makes of a page; WPS and ET are DOC and XLS by another name."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        html = _page(truth, "ruled")
        page.write_text(_unstyled(html) if way.name == "rtf" else html, "utf-8")
        filters = _WRITES.get(way.name, way.name)
        words = ["soffice", "--headless", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"]
        words += [f"--infilter={_READ_AS.get(way.name, 'HTML (StarWriter)')}", "--convert-to", filters]
        subprocess.run([*words, "--outdir", folder, str(page)], check=True, capture_output=True, timeout=180)
        out = Path(folder, f"page.{filters.partition(':')[0]}")
        data = _packed(out) if way.name == "pdf" else out.read_bytes()
        return Printed(data, way.name, has_dateline=False)


KINDS = {
    "text": text,
    "html": text,
    "mhtml": mhtml,
    "docx": docx,
    "xlsx": xlsx,
    "pdf": drawn,
    "chromium": chromium,
    "soffice": soffice,
}
