"""The document of a PDF file."""

from pipeline.document import Document
from pipeline.errors import DocumentScanned, FormatDamaged
from pipeline.formats.writer import DocumentWriter

from .continued import whole_tables
from .flow import paragraphs
from .layout import laid_out
from .library import FORMAT, opened, opened_page, page_count, too_complex
from .pages import ReadPage, read_page

_MOST_CHARACTERS = 400_000  # real reports have up to some 40,000
_MOST_UNKNOWN = 0.3


def read(data: bytes) -> Document:
    """Return the document of a PDF file: paragraphs, and a grid for each table.

    Raises `FormatEncrypted`, `FormatDamaged`, `FormatTooComplex`, and `DocumentScanned` if no page has text.
    """
    pages = _pages(data)
    _refuse_unreadable(pages)
    writer = DocumentWriter()
    for piece in whole_tables(paragraphs(laid_out([page.part for page in pages]))):
        if isinstance(piece, str):
            writer.line(piece)
        else:
            writer.grid(piece.cells)
    return writer.document(media_type="application/pdf", encoding="")


def _pages(data: bytes) -> list[ReadPage]:
    pages: list[ReadPage] = []
    with opened(data) as document:
        for number in range(page_count(document)):
            with opened_page(document, number) as handles:
                if handles is not None:
                    pages.append(read_page(*handles))
            if sum(page.characters for page in pages) > _MOST_CHARACTERS:
                raise too_complex("文字过多", "too many characters")
    return pages


def _refuse_unreadable(pages: list[ReadPage]) -> None:
    """Raise if there is nothing to read: damaged, pictures alone, or fonts that do not say what they draw."""
    if not pages:
        raise FormatDamaged(format=FORMAT, reason="没有可读的页面 no page can be read")
    seen = sum(page.characters for page in pages)
    if seen == 0:
        raise DocumentScanned(format=FORMAT)
    if sum(page.unknown for page in pages) > _MOST_UNKNOWN * seen:
        raise FormatDamaged(format=FORMAT, reason="字体未注明文字编码 its fonts do not say which characters they draw")
