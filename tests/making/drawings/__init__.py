"""The ways in which a table arrives as text, and what stands between the paragraphs of such a text."""

from __future__ import annotations

from . import closing, lines, pdf, pipes, tabs
from .base import Draw

DRAWINGS: dict[str, tuple[Draw, str]] = {
    "pipes_closed": (pipes.closed, "\n"),
    "pipes_bare": (pipes.bare, "\n"),
    "pipes_padded": (pipes.padded, "\n"),
    "pipes_opened": (pipes.opened, "\n"),
    "pipes_tight": (pipes.tight, "\n"),
    "pipes_wide": (pipes.wide, "\n"),
    "pipes_markdown": (pipes.markdown, "\n\n"),
    "pipes_broken_before": (pipes.broken_before, "\n"),
    "pipes_broken_inside": (pipes.broken_inside, "\n"),
    "pipes_filled_only": (pipes.filled_only, "\n"),
    "closing_padded": (closing.padded, "\n"),
    "closing_plain": (closing.plain, "\n"),
    "closing_wide": (closing.wide, "\n"),
    "closing_led": (closing.led, "\n"),
    "closing_mixed": (closing.mixed, "\n"),
    "closing_at_row_ends": (closing.at_row_ends, "\n"),
    "closing_alternating": (closing.alternating, "\n"),
    "closing_alternating_padded": (closing.alternating_padded, "\n"),
    "closing_filled_only": (closing.filled_only, "\n"),
    "tabs_covered": (tabs.covered, "\n\n"),
    "tabs_merged": (tabs.merged, "\n\n"),
    "tabs_padded": (tabs.padded, "\n\n"),
    "tabs_bare": (tabs.bare, "\n"),
    "flat": (lines.flat, "\n\n"),
    "lines": (lines.lines, "\n"),
    "lines_filled": (lines.lines_filled, "\n"),
    "lines_once": (lines.once, "\n"),
    "lines_together": (lines.together, "\n\n"),
    "pdf_last": (pdf.values_last, "\n"),
    "pdf_middle": (pdf.values_middle, "\n"),
    "pdf_below": (pdf.values_below, "\n"),
    "pdf_groups_cut": (pdf.groups_cut, "\n"),
    "images": (lines.none, "\n"),
}
"""Layout → how it draws a table, and the gap between paragraphs."""

__all__ = ["DRAWINGS", "Draw"]
