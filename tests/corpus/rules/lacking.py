"""What a rule cannot have: cases that no file can be, each with its reason; they are tested on values instead, or need no test."""

from __future__ import annotations

from .base import Kind

#: Rule and kind → why there is no such report.
LACKING: dict[tuple[str, Kind], str] = {
    (
        "P-001",
        "broken",
    ): "only a bug of ours breaks it; tests/unit/pipeline/checks/test_rules.py moves a text under its figures",
    ("P-004", "untold"): "every text that was read can be searched for characters that were lost",
}
#: Rules that are never more than uncertain, so that what breaks them is uncertain → why.
NEVER_FAIL: dict[str, str] = {
    "F-007": "table 4 is one row of values: what of it is lacking may have been lost on its way to us",
    "T4-002": "last year's reconsiderations stand in another report",
    "T4-003": "last year's applications stand in another report",
    "P-003": "our readings differ, which is not the agency's fault",
    "P-004": "what was lost may have been lost on its way to us",
}
