"""The layouts in which real reports come; `render` prints a truth in one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from tests.making.truth import Truth

from . import closing_pipes, flat, html, pipes, tabs

Layout = Literal["pipes", "pipes_open", "tabs", "closing_pipes", "flat", "html"]
Encoding = Literal["utf-8", "utf-8-sig", "gb18030"]

LAYOUTS: dict[Layout, Callable[[Truth], str]] = {
    "pipes": pipes.closed,
    "pipes_open": pipes.opened,
    "tabs": tabs.text,
    "closing_pipes": closing_pipes.text,
    "flat": flat.text,
}


def render(truth: Truth, layout: Layout, encoding: Encoding = "utf-8") -> bytes:
    """The report as the bytes of a file; an HTML page in GB18030 declares itself gb2312, as such pages do."""
    if layout == "html":
        charset = "gb2312" if encoding == "gb18030" else "utf-8"
        return html.page(truth, charset).encode(encoding)
    return LAYOUTS[layout](truth).encode(encoding)


__all__ = ["LAYOUTS", "Encoding", "Layout", "render"]
