"""PDF files that loop, nest and swell, written object by object."""

import zlib

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + head + table + tail


def page(content: bytes, *, filters: bytes = b"", box: bytes = b"0 0 595 842") -> bytes:
    """A PDF of one page with this content stream."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>" % box
    stream = b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), filters, content)
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", leaf, stream, _FONT])


def page_tree_that_loops() -> bytes:
    """Pages whose only child is themselves."""
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 99999>>", b"<</Type/Pages/Kids[2 0 R]/Parent 2 0 R/Count 9>>"])  # fmt: skip


def swelling_content(pieces: int = 64) -> bytes:
    """A content stream of some kilobytes that unpacks, in two steps, to a gigabyte of blanks."""
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    repeated = block.compress(b" " * (16 * 1024 * 1024)) + block.flush(zlib.Z_FULL_FLUSH)
    blanks = b"\x78\xda" + repeated * pieces  # the checksum at its end is missing, which readers forgive
    return page(zlib.compress(blanks, 9), filters=b"/Filter[/FlateDecode/FlateDecode]")


def many_operators() -> bytes:
    """A content stream of some kilobytes that unpacks to a million pieces of text."""
    return page(zlib.compress(b"BT /F 1 Tf (xxxxxxxxxxxxxxxx) Tj ET\n" * 1_000_000, 9), filters=b"/Filter/FlateDecode")


def deep_objects(depth: int = 200_000) -> bytes:
    """Arrays in arrays."""
    return page(b"BT /F 9 Tf " + b"[" * depth + b"]" * depth + b" TJ ET")


def huge_page() -> bytes:
    """A page larger than the number that holds its size, its words far outside."""
    return page(b"BT /F 9 Tf 1e38 1e38 Td (a) Tj ET " * 1000, box=b"0 0 1e38 1e38")


def broken(size: int = 100_000) -> bytes:
    """A head, and then nothing that a PDF has."""
    return b"%PDF-1.7\n" + bytes(range(256)) * (size // 256)
