"""A PDF file written by hand, object by object: any text, line and structure, the wrong ones too.

Text is in STSong-Light, one of the fonts that every reader knows, so that no font is needed; characters are in the
file's UTF-16. Places are in points from the page's upper left corner, y to the base of the text.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595.0, 842.0
_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [<< /Type /Font "
    b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
    b"/DW 1000 /W [1 95 500 814 939 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /Ascent 880 "
    b"/Descent -120 /CapHeight 880 /ItalicAngle 0 /StemV 93 /FontBBox [-25 -254 1000 880] >> >>] >>"
)


@dataclass(slots=True)
class DrawnPage:
    """What is drawn on one page, in order."""

    width: float = WIDTH
    height: float = HEIGHT
    rotate: int = 0
    content: list[str] = field(default_factory=list)
    resources: str = ""
    extra: str = ""

    def text(
        self, x: float, y: float, words: str, size: float = 10.5, *, before: str = "", turn: str = "1 0 0 1"
    ) -> None:
        """Write words; `before` are operators such as `3 Tr` or `1 g` that hold for them alone."""
        codes = words.encode("utf-16-be").hex()
        self.content.append(f"q {before} BT /F1 {size} Tf {turn} {x} {self.height - y} Tm <{codes}> Tj ET Q")

    def line(self, x0: float, y0: float, x1: float, y1: float, *, before: str = "0.5 w") -> None:
        """Draw a line."""
        self.content.append(f"q {before} {x0} {self.height - y0} m {x1} {self.height - y1} l S Q")

    def fill(self, x0: float, y0: float, x1: float, y1: float, *, colour: str = "0 g") -> None:
        """Fill a rectangle."""
        self.content.append(f"q {colour} {x0} {self.height - y1} {x1 - x0} {y1 - y0} re f Q")

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a grey picture of one point."""
        data = f"q {x1 - x0} 0 0 {y1 - y0} {x0} {self.height - y1} cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"
        self.content.append(data)

    def table(
        self,
        x: float,
        y: float,
        widths: list[float],
        rows: list[list[str]],
        *,
        height: float = 20.0,
        lines: bool = True,
    ) -> float:
        """Draw a table with one line of text in each cell; return where it ends."""
        edges = [x + sum(widths[:index]) for index in range(len(widths) + 1)]
        for index in range(len(rows) + 1) if lines else ():
            self.line(edges[0], y + index * height, edges[-1], y + index * height)
        for edge in edges if lines else ():
            self.line(edge, y, edge, y + len(rows) * height)
        for index, row in enumerate(rows):
            for left, width, words in zip(edges, widths, row, strict=False):
                wide = sum(10.5 if letter > "⺀" else 5.25 for letter in words)
                self.text(left + (width - wide) / 2, y + index * height + 14, words)
        return y + len(rows) * height


def written(pages: list[DrawnPage], *, catalog: str = "", compress: bool = True) -> bytes:
    """The file of these pages; `catalog` is added to the document's catalogue."""
    objects: list[bytes] = [f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode()]
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects += [f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(), _FONT]
    for index, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] /Rotate {page.rotate} "
            f"/Resources << /Font << /F1 3 0 R >> {page.resources} >> /Contents {5 + 2 * index} 0 R {page.extra} >>".encode()
        )
        objects.append(stream("\n".join(page.content).encode("latin-1"), compress=compress))
    return assembled(objects)


def stream(data: bytes, *, compress: bool = True, extra: str = "") -> bytes:
    """A stream object."""
    if compress:
        data, extra = zlib.compress(data), f"{extra} /Filter /FlateDecode"
    return f"<< /Length {len(data)} {extra} >>\nstream\n".encode() + data + b"\nendstream"


def assembled(objects: list[bytes], *, trailer: str = "") -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    file = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(file)
    file += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    file += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    file += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(file)
