"""Whole reports as PDF: printed by Chromium and LibreOffice (kept beside this file), and drawn by hand from any seed."""

import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.report import Report
from pipeline.stages import read_report
from tests.making import consistent_truth
from tests.making.sparse import SPARSITIES
from tests.making_pdf.report import Lines, report

FILES = Path(__file__).parent / "pdf_files"
NEARLY_ALL = 175  # of 200; what is not read must be unknown
PRINTED = sorted(path.stem for path in FILES.glob("*.json"))


def differences(figures: dict[str, Any], read: Report) -> tuple[list[str], list[str]]:
    """Places whose value is wrong, and places of numbers without a value."""
    wrong, unknown = [], []
    for table, rows in figures.items():
        for row, columns in rows.items():
            for column, cell in columns.items():
                got = read.tables[table][row][column]
                expected = cell if isinstance(cell, int | Decimal) else None
                if got is not None and got != expected:
                    wrong.append(f"{table}.{row}.{column}: {cell!r} read as {got!r}")
                elif got is None and expected is not None:
                    unknown.append(f"{table}.{row}.{column}")
    return wrong, unknown


def as_printed(cell: str | int | None) -> str | int | Decimal | None:
    return Decimal(cell) if isinstance(cell, str) and cell[:1].isdigit() else cell


@pytest.mark.parametrize("name", PRINTED)
def test_a_printed_report_gives_its_figures_and_no_wrong_one(name: str) -> None:
    kept = json.loads((FILES / f"{name}.json").read_text())
    figures = {
        table: {row: {column: as_printed(cell) for column, cell in columns.items()} for row, columns in rows.items()}
        for table, rows in kept.items()
    }
    read = read_report((FILES / f"{name}.pdf").read_bytes(), name)
    assert read.error is None
    wrong, unknown = differences(figures, read)
    assert wrong == []
    assert len(unknown) <= 200 - NEARLY_ALL


@pytest.mark.parametrize("lines", ["all", "cells", "dashed"])
@pytest.mark.parametrize("sparsity", ["full", "zeros_blank", "some_blank", "placeholders", "only_totals"])
def test_every_figure_of_ruled_tables_is_read(lines: Lines, sparsity: str) -> None:
    truth = SPARSITIES[sparsity](random.Random(sparsity), consistent_truth(len(sparsity), most=40))
    read = read_report(report(truth, lines), "drawn")
    assert read.error is None
    assert differences(truth.figures, read) == ([], [])


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("sparsity", ["full", "zeros_blank", "some_blank", "blank_columns"])
def test_tables_without_lines_give_no_wrong_figure(seed: int, sparsity: str) -> None:
    truth = SPARSITIES[sparsity](random.Random(seed), consistent_truth(seed, most=(3, 40, 400)[seed % 3]))
    read = read_report(report(truth, "none"), "drawn")
    assert read.error is None
    wrong, unknown = differences(truth.figures, read)
    assert wrong == []
    assert len(unknown) <= 200 - NEARLY_ALL


def test_tall_rows_run_over_many_pages_into_one_table() -> None:
    truth = consistent_truth(5)
    read = read_report(report(truth, row_padding=30.0), "drawn")
    assert read.error is None
    assert differences(truth.figures, read) == ([], [])


def test_headings_stand_alone_and_wrapped_sentences_are_joined() -> None:
    truth = consistent_truth(6)
    read = read_report(report(truth), "drawn")
    assert [section.number for section in read.sections] == [1, 2, 3, 4, 5, 6]
    assert (read.agency, read.year) == (truth.agency, truth.year)
