"""Opens and closes files and pages in PDFium, the C library; no other module loads anything with it.

PDFium must not be used by two threads at once, so one lock is held while a file is open. It is set up in the process
that first reads a PDF. This build runs no scripts and opens no other files.
"""

import ctypes
import importlib.resources
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from pipeline.errors import FormatDamaged, FormatEncrypted, FormatTooComplex

FORMAT = "PDF"
FONTS = str(importlib.resources.files(__package__) / "fonts")  # holds one, made by tests/making/box_font.py
MOST_PAGES = 200  # real reports have up to some sixty
_LOCK = threading.Lock()
_PASSWORD_WANTED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
# What PDFium draws of these stands in no content of the page: forms that were filled in, text typed over it, stamps.
_DRAWN_NOTES = frozenset([pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP])

Handle = Any  # a pointer into PDFium


def too_complex(zh: str, en: str) -> FormatTooComplex:
    """The error for a file beyond one of our limits."""
    return FormatTooComplex(format=FORMAT, reason=f"{zh} {en}")


@contextmanager
def opened(data: bytes) -> Iterator[Handle]:
    """Open a file for the block; `data` must stay alive in it.

    An empty password is tried. Raises `FormatEncrypted`, `FormatDamaged`, and `FormatTooComplex` for too many pages.
    """
    with _LOCK:
        _set_up()
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            if pdfium.FPDF_GetLastError() in _PASSWORD_WANTED:
                raise FormatEncrypted(format=FORMAT)
            raise FormatDamaged(format=FORMAT, reason="结构无法识别 its structure cannot be read")
        try:
            yield document
        finally:
            pdfium.FPDF_CloseDocument(document)


def page_count(document: Handle) -> int:
    """The number of pages; raises `FormatDamaged` for none and `FormatTooComplex` for over `MOST_PAGES`."""
    count = int(pdfium.FPDF_GetPageCount(document))
    if count < 1:
        raise FormatDamaged(format=FORMAT, reason="没有页面 it has no pages")
    if count > MOST_PAGES:
        raise too_complex(f"超过 {MOST_PAGES} 页", f"over {MOST_PAGES} pages")
    return count


@contextmanager
def opened_page(document: Handle, number: int) -> Iterator[tuple[Handle, Handle] | None]:
    """Open a page and its text for the block; None for a page that is too damaged."""
    page = pdfium.FPDF_LoadPage(document, number)
    if page and _has_drawn_notes(page) and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == 1:
        pdfium.FPDF_ClosePage(page)
        page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        yield None
        return
    text = pdfium.FPDFText_LoadPage(page)
    try:
        yield (page, text) if text else None
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def address(handle: Handle) -> int:
    """The same number for the same thing inside PDFium, 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _has_drawn_notes(page: Handle) -> bool:
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), 1000)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(note) if note else 0
        pdfium.FPDFPage_CloseAnnot(note)
        if kind in _DRAWN_NOTES:
            return True
    return False


@cache
def _set_up() -> object:
    """Set PDFium up with our one font for those that a file names and does not hold, so that no machine reads otherwise.

    Returns what PDFium goes on pointing to.
    """
    letters = ctypes.POINTER(ctypes.c_char)
    folder = ctypes.create_string_buffer(FONTS.encode(sys.getfilesystemencoding(), "surrogateescape"))
    folders = (letters * 2)(ctypes.cast(folder, letters))  # the second points nowhere and ends them
    pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=folders))
    return folder, folders
