"""What `detect_sections` found comes back whole from both databases."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine

from models.database import read, write
from models.tables import Run, RunCause
from pipeline.outline import FoundSection, Outline, Period
from tests.contract.examples import add_report
from workers.loading import load_outlines
from workers.storing import insert_rows, store_outline

SECTION = FoundSection(1, "overview", "一、总体情况", 20, 27, 90)
KNOWN = Outline(
    title="青箬市鹭洲镇2023年政府信息公开工作年度报告",
    agency="青箬市鹭洲镇",
    level="town",
    area="青箬市鹭洲镇",
    year=2023,
    period=Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
    published_on=dt.date(2024, 1, 30),
    sections=(SECTION,),
    repeated=(FoundSection(1, "overview", "总体情况", 95, 100, 200),),
    length=300,
)
UNKNOWN = Outline(None, None, None, None, None, None, None, (SECTION,), (), 300)


@pytest.mark.parametrize("outline", [KNOWN, UNKNOWN], ids=["known", "unknown"])
def test_an_outline_comes_back_as_it_was_found(engine: Engine, outline: Outline) -> None:
    with write(engine) as session:
        report_id = add_report(session)
        stored = store_outline({"report_id": report_id, "run": 1}, outline)
        run: dict[str, Any] = {"report_id": report_id, "run": 1, "cause": RunCause.SUBMITTED, "actor": "test"}
        file: dict[str, Any] = {"sha256": "0" * 64, "name": "a", "size_bytes": 1}
        session.add(Run(**run, **file, **stored.report))
        session.flush()
        insert_rows(session, [stored])
    with read(engine) as session:
        assert load_outlines(session, [(report_id, 1)], {report_id: 300}) == {report_id: outline}
