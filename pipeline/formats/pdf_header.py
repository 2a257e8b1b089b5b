"""Tells a PDF file by its header, so that the library that reads it is loaded for PDF files only."""

_HEADER = b"%PDF-"
_HEADER_WINDOW = 1024


def is_pdf(data: bytes) -> bool:
    """Whether the header of a PDF file stands at the beginning, or near it before objects of PDF."""
    head = data[:_HEADER_WINDOW]
    return head.lstrip(b"\xef\xbb\xbf\x00\t\n\r ").startswith(_HEADER) or (_HEADER in head and b"endobj" in data)
