"""The formats in which a page is handed on, and a page as the bytes of each."""

import io
from enum import StrEnum

from rich.console import Console

from .html import as_html
from .markdown import as_markdown
from .model import Page
from .terminal import print_page

_WIDTH = 200


class PageFormat(StrEnum):
    """How a page is written."""

    MD = "md"
    HTML = "html"
    TEXT = "text"


#: The end of a file's name in each format.
FILE_FORMATS = {PageFormat.MD: "md", PageFormat.HTML: "html", PageFormat.TEXT: "txt"}


def written(page: Page, page_format: PageFormat) -> bytes:
    """Return the page as the bytes of a file."""
    match page_format:
        case PageFormat.HTML:
            return as_html(page).encode()
        case PageFormat.MD:
            return as_markdown(page).encode()
        case PageFormat.TEXT:
            return _text(page).encode()


def _text(page: Page) -> str:
    file = io.StringIO()
    print_page(Console(file=file, highlight=False, soft_wrap=True, width=_WIDTH, color_system=None), page)
    return file.getvalue()
