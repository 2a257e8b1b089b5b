"""What real reports do to the official form, each a change of a report's lines and tables that goes with any layout."""

from __future__ import annotations

from tests.making.blocks import Quirk

from . import cells, characters, chrome, grids, labels, subtotals
from .traditional import traditional

# In the order in which they are applied: wordings first, then shapes, what stands around, and characters last.
QUIRKS: dict[str, Quirk] = {
    "subtotal_rows": subtotals.subtotal_rows,
    "amount_headed": cells.amount_headed,
    "units": cells.units,
    "thousands": cells.thousands,
    "full_width_digits": cells.full_width_digits,
    "stray_spaces": cells.stray_spaces,
    "header_in_two_rows": grids.header_in_two_rows,
    "total_lower": grids.total_lower,
    "other_wordings": labels.other_wordings,
    "spaced": labels.spaced,
    "other_marks": labels.other_marks,
    "other_headings": labels.other_headings,
    "no_numerals": labels.no_numerals,
    "repeated_numerals": labels.repeated_numerals,
    "nested_numbering": labels.nested_numbering,
    "litigation_named": grids.litigation_named,
    "extra_row": grids.extra_row,
    "three_numbers": grids.three_numbers,
    "lost_label": grids.lost_label,
    "ten_columns": grids.ten_columns,
    "joined": grids.joined,
    "split": grids.split,
    "titles_in_preamble": chrome.titles_in_preamble,
    "contents": chrome.contents,
    "title_twice": chrome.title_twice,
    "text_before_tables": chrome.text_before_tables,
    "heading_with_text": chrome.heading_with_text,
    "text_after_tables": chrome.text_after_tables,
    "signature": chrome.signature,
    "metadata": chrome.metadata,
    "layout_pipes": chrome.layout_pipes,
    "breadcrumbs": chrome.breadcrumbs,
    "footer": chrome.footer,
    "lost_years": chrome.lost_years,
    "title_on_two_lines": chrome.title_on_two_lines,
    "title_bare": chrome.title_bare,
    "question_marks": labels.question_marks,
    "half_width": characters.half_width,
    "full_width": characters.full_width,
    "traditional": traditional,
    "radicals": characters.radicals,
    "invisible": characters.invisible,
    "indents": characters.indents,
}
_ONE_OF = (
    {"no_numerals", "repeated_numerals", "nested_numbering"},
    {"header_in_two_rows", "total_lower"},
    {"three_numbers", "ten_columns"},
    {"half_width", "full_width"},
    {"traditional", "radicals"},
    {"units", "thousands"},
    {"units", "amount_headed"},
    {"lost_years", "title_bare"},
    {"title_on_two_lines", "title_bare"},
    {"extra_row", "ten_columns"},
)


def compatible(names: set[str]) -> tuple[str, ...]:
    """The quirks in the order in which they are applied, without those that exclude an earlier one."""
    kept: list[str] = []
    for name in QUIRKS:
        if name in names and not any(name in group and group & set(kept) for group in _ONE_OF):
            kept.append(name)
    return tuple(kept)


__all__ = ["QUIRKS", "compatible"]
