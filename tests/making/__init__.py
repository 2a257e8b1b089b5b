"""Makes reports from a truth: what the figures and the prose are is decided first, then printed in a layout.

Test data of its own: nothing here imports the project, so that no test compares the code with itself.
"""

from __future__ import annotations

from .consistent import consistent_truth
from .identities import broken_identities
from .layouts import LAYOUTS, Encoding, Layout, render
from .printing import Recipe, printed
from .rendered import Expected, Rendered
from .truth import Cell, Table, Truth, litigation_table, proactive_table, requests_table

__all__ = [
    "LAYOUTS",
    "Cell",
    "Encoding",
    "Expected",
    "Layout",
    "Recipe",
    "Rendered",
    "Table",
    "Truth",
    "broken_identities",
    "consistent_truth",
    "litigation_table",
    "printed",
    "proactive_table",
    "render",
    "requests_table",
]
