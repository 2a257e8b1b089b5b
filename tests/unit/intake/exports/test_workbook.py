"""A workbook with more rows than a sheet holds, numbers that it cannot hold, and what is left behind of making it."""

import io
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from sqlalchemy import literal

from intake.exports.columns import Column, Kind, Values
from intake.exports.harmless import CUT_MARK
from intake.exports.tables import ExportTable, TableName
from intake.exports.workbook import as_xlsx

COLUMNS = (
    Column("name", Kind.TEXT, literal("")),
    Column("count", Kind.WHOLE, literal(0)),
    Column("amount", Kind.DECIMAL, literal(0)),
    Column("day", Kind.DATE, literal("")),
)
TABLE = ExportTable(TableName.REPORTS, COLUMNS)


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def sheets(*rows: Values, most_rows: int = 100) -> dict[str, list[Values]]:
    data = b"".join(as_xlsx(TABLE, iter(rows), most_rows))
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_what_a_sheet_cannot_hold_goes_on_further_ones_each_with_its_heading() -> None:
    rows = [(f"{n}", n, None, None) for n in range(5)]
    heading = ("name", "count", "amount", "day")
    assert sheets(*rows, most_rows=3) == {
        "reports": [heading, *rows[:2]],
        "reports 2": [heading, *rows[2:4]],
        "reports 3": [heading, *rows[4:]],
    }


def test_a_sheet_that_is_just_full_needs_no_further_one() -> None:
    assert list(sheets(*[("a", 1, None, None)] * 2, most_rows=3)) == ["reports"]


def test_numbers_are_numbers_as_long_as_a_workbook_holds_each_digit() -> None:
    _, exact, long = sheets(
        (None, -3, Decimal("-0.000001"), date(2024, 1, 30)),
        (None, 2**62, Decimal("1234567890.123456"), date(1899, 12, 31)),
    )["reports"]
    assert exact[1:3] == (-3, -0.000001)
    assert exact[3].date() == date(2024, 1, 30)
    assert long == (None, str(2**62), "1234567890.123456", "1899-12-31")


def test_a_long_text_is_cut_and_the_workbook_opens() -> None:
    _, row = sheets(("=" * 40_000, None, None, None))["reports"]
    assert row[0].startswith("===")
    assert row[0].endswith(CUT_MARK)


def test_nothing_is_left_of_a_workbook_that_was_read_left_or_failed(scratch: Path) -> None:
    def failing() -> Iterator[Values]:
        yield ("a", 1, None, None)
        raise OSError("the database went away")

    sheets(("a", 1, None, None))
    left = as_xlsx(TABLE, iter([("a", 1, None, None)]))
    assert next(left)
    assert list(scratch.iterdir())
    left.close()  # type: ignore[attr-defined]
    with pytest.raises(OSError, match="went away"):
        list(as_xlsx(TABLE, failing()))
    assert list(scratch.iterdir()) == []
