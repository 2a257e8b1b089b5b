"""Each folder here is a whole report by us and what must be read from it; adding a folder adds a test."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.report import Report
from pipeline.stages import read_report

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/expected.json"))


def figures(report: Report) -> dict[str, object]:
    return {
        f"{table}.{row}.{column}": value
        for table, rows in report.tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }


def seen(report: Report) -> dict[str, Any]:
    """The part of a report that `expected.json` states."""
    return {
        "error": report.error.code if report.error else None,
        "form": report.form,
        "agency": report.agency,
        "year": report.year,
        "figures": figures(report),
        "kinds": {f"{doubt.table}.{doubt.row}.{doubt.column}": doubt.kind for doubt in report.doubts},
        "findings": [[each.rule, each.verdict, each.scope.column or each.scope.row] for each in report.findings],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_of_the_corpus_reads_as_expected(case: Path) -> None:
    (source,) = case.glob("input.*")
    expected = json.loads((case / "expected.json").read_text("utf-8"), parse_float=Decimal)
    assert seen(read_report(source.read_bytes(), source.name)) == expected


def test_there_are_cases() -> None:
    assert len(CASES) >= 12
