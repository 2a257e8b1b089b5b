"""The five seeds and the partial real reports, where they lie beside the project; elsewhere nothing is collected."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.report import Report
from pipeline.stages import read_report

SHARED = Path(__file__).parents[3] / "shared"


def labels(folder: str) -> list[Any]:
    paths = sorted((SHARED / folder / "expected").glob("*.json"))
    loaded = [json.loads(path.read_text("utf-8"), parse_float=Decimal) for path in paths]
    return [pytest.param(label, id=label["file"]) for label in loaded]


def read(folder: str, label: dict[str, Any]) -> Report:
    return read_report((SHARED / folder / str(label["file"])).read_bytes(), str(label["file"]))


def figures(tables: dict[str, dict[str, dict[str, Any]]]) -> dict[str, object]:
    return {
        f"{t}.{r}.{c}": value
        for t, rows in tables.items()
        for r, columns in rows.items()
        for c, value in columns.items()
    }


if SEEDS := labels("seeds"):

    @pytest.mark.parametrize("label", SEEDS)
    def test_a_seed_reads_as_a_person_read_it(label: dict[str, Any]) -> None:
        report = read("seeds", label)
        assert report.error is None
        assert (report.agency, report.year) == (label["agency"], label["year"])
        assert (report.published_on.isoformat() if report.published_on else None) == label["published_on"]
        assert (report.title or "").replace(" ", "") == (label["title"] or "").replace(" ", "")
        assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]
        assert figures(report.tables) == figures(label["tables"])

    @pytest.mark.parametrize("label", SEEDS)
    def test_a_seed_has_its_required_findings_and_no_forbidden_one(label: dict[str, Any]) -> None:
        failed = [each for each in read("seeds", label).findings if each.verdict == "fail"]
        for rule, column in label["required_findings"]:
            assert [each for each in failed if each.rule == rule and column in {None, each.scope.column}], rule
        assert {each.rule for each in failed} & set(label["forbidden_findings"]) == set()


if REAL := labels("real"):

    @pytest.mark.parametrize("label", REAL)
    def test_no_figure_of_a_real_report_is_wrong(label: dict[str, Any]) -> None:
        read_as = {place: value for place, value in figures(read("real", label).tables).items() if value is not None}
        assert {place: read_as[place] for place in label["cells"].keys() & read_as} == {
            place: label["cells"][place] for place in label["cells"].keys() & read_as
        }
        assert [place for place in label["blank"] if place in read_as] == []
        doubtful = label.get("doubtful") or {}
        assert [place for place in doubtful.keys() & read_as if read_as[place] != doubtful[place]] == []
