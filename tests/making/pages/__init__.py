"""The ways in which a report is a web page: whose HTML it is, and what is wrong with its tables."""

from __future__ import annotations

from . import frames, spans, tables
from .base import Page

PAGES: dict[str, Page] = {
    "html_plain": Page(frames.site, tables.plain),
    "html_nested": Page(frames.nested, tables.plain),
    "html_word": Page(frames.word, tables.word),
    "html_wps": Page(frames.wps, tables.wps),
    "html_thead": Page(frames.site, tables.with_head),
    "html_paragraphs": Page(frames.nested, tables.paragraphs),
    "html_row_tables": Page(frames.site, tables.row_tables),
    "html_divs": Page(frames.site, tables.divs),
    "html_long_rowspan": Page(frames.site, tables.plain, spans.long_rowspan),
    "html_wide_colspan": Page(frames.nested, tables.plain, spans.wide_colspan),
    "html_lost_label": Page(frames.site, tables.plain, spans.lost_group_label),
}

__all__ = ["PAGES", "Page"]
