"""How answers about findings look, one by one and added up, for the OpenAPI document; amounts are exact numbers."""

from typing import Any

import msgspec

from intake.queries.batch_values import BatchSummary
from intake.queries.findings import FindingPage, FindingsOfReport, ReviewedFinding

_FINGERPRINT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_EXAMPLE = {
    "report_id": 7, "file_name": "2023.html", "agency": "云岫县水务局", "year": 2023, "run": 1,
    "fingerprint": _FINGERPRINT, "state": "dismissed",
    "finding": {
        "rule": "T3-002", "severity": "error", "verdict": "fail",
        "scope": {"table": "requests", "row": None, "column": "natural_person"},
        "message": {"zh": "总计与各项之和不符:2 ≠ 3", "en": "the total is not the sum of its parts: 2 ≠ 3"},
        "left": 2, "right": 3, "operands": [], "quote": None, "quote_at": None, "hint": None, "group": None, "about": None,
    },
    "review": {
        "state": "dismissed", "reason": "合并单元格造成误读", "by": "key:审核", "at": "2026-01-30T08:15:30Z", "run": 1,
        "sha256": _FINGERPRINT,
    },
}  # fmt: skip


def finding_schemas() -> dict[str, Any]:
    """Return the schemas by name, those of what they hold too."""
    kinds = [BatchSummary, FindingPage, FindingsOfReport, ReviewedFinding]
    _, schemas = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    named: dict[str, Any] = {name: _with_numbers(schema) for name, schema in schemas.items()}
    named["ReviewedFinding"]["examples"] = [_EXAMPLE]
    return named


def _with_numbers(schema: Any) -> Any:
    """Decimals are written as numbers, which msgspec's schema does not know of its encoder."""
    match schema:
        case {"type": "string", "format": "decimal"}:
            return {"type": "number"}
        case dict():
            return {key: _with_numbers(each) for key, each in schema.items()}
        case list():
            return [_with_numbers(each) for each in schema]
        case _:
            return schema
