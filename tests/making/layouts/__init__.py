"""The layouts in which real reports come; `render` prints a truth in one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from tests.making.drawings import closing, lines, pipes, tabs
from tests.making.truth import Truth

from . import html
from .text import Text

Layout = Literal["pipes", "pipes_open", "tabs", "closing_pipes", "flat", "html"]
Encoding = Literal["utf-8", "utf-8-sig", "gb18030"]

_OUTCOMES = {"结果纠正": "结果 纠正", "其他结果": "其他 结果", "尚未审结": "尚未 审结"}
_BROKEN_OUTCOMES = {label: text.replace(" ", "\n") for label, text in _OUTCOMES.items()}
LAYOUTS: dict[Layout, Callable[[Truth], str]] = {
    "pipes": Text(pipes.closed, {"商业企业": "商业 企业", "科研机构": "科研 机构"}),
    "pipes_open": Text(pipes.opened, {}, half_width=False),
    "tabs": Text(tabs.merged, {"结果维持": "结果 维持", **_OUTCOMES}, gap="\n\n", half_width=False),
    "closing_pipes": Text(closing.padded, {"自然人": "自 然 人", **_OUTCOMES}),
    "flat": Text(lines.flat, _BROKEN_OUTCOMES, gap="\n\n"),
}


def render(truth: Truth, layout: Layout, encoding: Encoding = "utf-8") -> bytes:
    """The report as the bytes of a file; an HTML page in GB18030 declares itself gb2312, as such pages do."""
    if layout == "html":
        charset = "gb2312" if encoding == "gb18030" else "utf-8"
        return html.page(truth, charset).encode(encoding)
    return LAYOUTS[layout](truth).encode(encoding)


__all__ = ["LAYOUTS", "Encoding", "Layout", "render"]
