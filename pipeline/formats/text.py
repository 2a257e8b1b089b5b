"""Plain text: only the characters are cleaned, since line breaks and blank lines carry the tables' structure."""

from pipeline.characters import clean
from pipeline.document import Document


def read(text: str, encoding: str) -> Document:
    """Return the document of a plain text; its tables have no markup, so it has no grids."""
    return Document(text=clean(text), media_type="text/plain", encoding=encoding)
