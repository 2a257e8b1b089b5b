"""`GET /v1/export`: streamed to whoever may read, narrowed to a key's own reports, and ended when the client leaves."""

from typing import Any

import pytest
from sqlalchemy import text

from models.database import write
from models.tables import Batch, Lane, Submission, SubmissionOutcome
from tests.contract.made_results import add_done, add_finding, add_requests
from tests.contract.reading_exports import READERS
from tests.http.conftest import Service
from tests.waiting import eventually

MANY_ROWS = """
    INSERT INTO litigation_row (report_id, run, position, row_key, seen, places)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
    SELECT report.id, 1, i, 'reconsideration', true, '{}' FROM report, n
"""


def fill(service: Service, years: tuple[int, ...], **batch: Any) -> None:
    """Stores a done report a year, submitted in one batch."""
    with write(service.resources.engine) as session:
        ours = Batch(label="批", lane=Lane.BULK, **batch)
        session.add(ours)
        session.flush()
        for year in years:
            report_id = add_done(session, batch_id=ours.id, year=year, agency="云岫县水务局")
            add_requests(session, report_id, total=year)
            add_finding(session, report_id, "T3-002")
            accepted = SubmissionOutcome.ACCEPTED
            session.add(Submission(batch_id=ours.id, name=f"{year}", outcome=accepted, report_id=report_id))


def totals(service: Service, role: str, **query: Any) -> list[int]:
    with service.client(role) as client:
        answer = client.get("/v1/export", params={"format": "jsonl", "table": "requests"} | query)
    assert answer.status_code == 200, answer.text
    return [row["total"] for row in READERS["jsonl"](answer.content) if row["total"] is not None]


@pytest.mark.parametrize("file_format", sorted(READERS))
def test_each_format_is_a_file_to_be_saved(service: Service, file_format: str) -> None:
    fill(service, (2023,))
    with service.client("read") as client:
        answer = client.get("/v1/export", params={"format": file_format, "table": "findings", "rule": "T3-002"})
    assert [row["rule"] for row in READERS[file_format](answer.content)] == ["T3-002"]
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''nianbao-findings.{file_format}"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_filters_choose_reports_and_a_submit_key_gets_its_own(service: Service) -> None:
    fill(service, (2022, 2023))
    assert totals(service, "read") == [2022, 2023]
    assert totals(service, "read", year=2023, agency="云岫县*", severity="error") == [2023]
    assert totals(service, "submit") == []
    with write(service.resources.engine) as session:
        session.execute(text("UPDATE batch SET key_id = (SELECT id FROM api_key WHERE name = 'submit')"))
    assert totals(service, "submit", year=2022) == [2022]


@pytest.mark.parametrize(
    "wrong", [{"format": "doc"}, {"table": "api_key"}, {"year": "x"}, {"agency": "\0"}, {"no": "1"}]
)
def test_what_cannot_be_exported_is_a_problem(service: Service, wrong: dict[str, str]) -> None:
    with service.client("read") as client:
        answer = client.get("/v1/export", params={"format": "csv", "table": "requests"} | wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")


def test_a_database_that_fails_is_a_problem_and_no_half_file(service: Service) -> None:
    with write(service.resources.engine) as session:
        session.execute(text("DROP TABLE litigation_row"))
    with service.client("read") as client:
        answer = client.get("/v1/export", params={"format": "csv", "table": "litigation"})
    assert answer.status_code >= 500
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_client_that_leaves_ends_the_export(service: Service) -> None:
    engine = service.resources.engine
    with write(engine) as session:
        add_done(session)
        session.execute(text(MANY_ROWS))
    with (
        service.client("read") as client,
        client.stream("GET", "/v1/export", params={"format": "jsonl", "table": "litigation"}) as answer,
    ):
        assert next(answer.iter_bytes())
        assert engine.pool.checkedout() == 1  # type: ignore[attr-defined]
    eventually(lambda: engine.pool.checkedout() == 0, "the end of the export's transaction")  # type: ignore[attr-defined]
