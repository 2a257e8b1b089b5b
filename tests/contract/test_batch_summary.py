"""A batch's summary adds up on both databases: every list to the total above it, whatever is in the batch."""

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from intake.queries import batch_summary as summaries
from intake.queries.batch_summary import batch_summary
from intake.queries.batch_values import BatchSummary
from intake.queries.judged import COUNTED
from intake.queries.run_summary import file_lines, worst_reports
from intake.reporting.model import WEIGHTS, Grid
from intake.reporting.of_batch import describe_batch
from models.database import write
from models.tables import ReportState, ReviewStanding, ReviewState, Submission, SubmissionOutcome, Verdict
from tests.contract.examples import add_batch, add_report
from tests.contract.made_results import add_dead_letter, add_done, add_finding, add_review


def submit(session: Session, batch_id: int, report_id: int | None, outcome: str = "accepted") -> None:
    refused: dict[str, Any] = (
        {"code": "file.empty", "message_zh": "空", "message_en": "empty"} if report_id is None else {}
    )
    session.add(
        Submission(
            batch_id=batch_id, name=f"{report_id}-{outcome}", outcome=SubmissionOutcome(outcome), report_id=report_id,
            **refused,
        )
    )  # fmt: skip


@pytest.fixture
def batch(engine: Engine) -> int:
    """Of agency 甲 two reports with one error of three findings and a doubt, of 乙 a warning; one clean, without a name."""
    with write(engine) as session:
        number, earlier = add_batch(session), add_batch(session)
        for year in (2022, 2023):
            report = add_done(session, batch_id=number, agency="甲", year=year, name=f"甲{year}")
            for ordinal, rule in enumerate(("T3-001", "T3-002", "T3-003")):
                add_finding(session, report, rule, ordinal=ordinal, group_number=1)
            add_finding(session, report, "T3-001", ordinal=3, verdict=Verdict.UNCERTAIN)
            add_finding(session, report, "P-001", ordinal=4)
            submit(session, number, report)
        twice = add_done(session, batch_id=earlier, agency="乙", run=2)
        add_finding(session, twice, "X-017", "warning", run=2)
        add_finding(session, twice, "X-017", "error", run=1)  # of a run that is shown no more
        for _ in range(2):
            submit(session, number, twice, "duplicate")
        submit(session, number, add_done(session, batch_id=number, agency=None))
        dead = add_report(session, batch_id=number, state=ReportState.DEAD)
        add_dead_letter(session, dead, 1, "format.damaged")
        submit(session, number, dead)
        submit(session, number, add_report(session, batch_id=number))
        submit(session, number, None, "rejected")
    return number


def summary_of(engine: Engine, batch_id: int, *, everything: bool = False) -> BatchSummary:
    found = batch_summary(engine, batch_id, everything=everything)
    assert found is not None
    return found


def test_findings_are_counted_by_what_they_weigh_and_by_what_caused_them(engine: Engine, batch: int) -> None:
    summary = summary_of(engine, batch)
    found = summary.found
    assert (found.error, found.warning, found.info, found.doubt, found.issues) == (6, 1, 0, 4, 3)
    reports = summary.reports
    assert (reports.checked, reports.with_errors, reports.with_warnings, reports.with_infos, reports.without) == (
        4, 2, 1, 0, 1
    )  # fmt: skip
    lines = [(line.rule, line.weight, line.findings, line.issues, line.reports) for line in summary.rules]
    assert lines == [
        ("T3-001", "error", 2, 2, 2),
        ("T3-002", "error", 2, 0, 2),
        ("T3-003", "error", 2, 0, 2),
        ("X-017", "warning", 1, 1, 1),
        ("P-001", "doubt", 2, 0, 2),
        ("T3-001", "doubt", 2, 0, 2),
    ]


def test_agencies_stand_worst_first_and_one_without_a_name_is_there_too(engine: Engine, batch: int) -> None:
    agencies = summary_of(engine, batch).agencies
    assert [(line.agency, line.reports, line.found.error) for line in agencies.listed] == [
        ("甲", 2, 6), ("乙", 1, 0), (None, 1, 0)
    ]  # fmt: skip
    assert (agencies.number, agencies.rest) == (3, None)


def test_every_list_adds_up_to_its_total(engine: Engine, batch: int) -> None:
    assert_adds_up(summary_of(engine, batch))
    assert_adds_up(summary_of(engine, batch, everything=True))


def assert_adds_up(summary: BatchSummary) -> None:
    ledger, found, agencies = summary.ledger, summary.found, summary.agencies
    assert summary.balanced
    assert ledger.submitted == ledger.done + ledger.dead + ledger.duplicate + ledger.rejected + ledger.in_flight
    assert sum(line.findings for line in summary.rules) == sum(getattr(found, weight) for weight in WEIGHTS)
    assert sum(line.dismissed for line in summary.rules) == found.dismissed
    assert sum(line.findings + line.dismissed for line in summary.rules) == found.stored
    assert sum(line.issues for line in summary.rules) == found.issues
    lines = [*agencies.listed, *([agencies.rest] if agencies.rest else [])]
    assert sum(line.reports for line in lines) == summary.reports.checked
    for name in COUNTED:
        assert sum(getattr(line.found, name) for line in lines) == getattr(found, name), name
    assert sum(summary.dead_letters.values()) == ledger.dead
    assert sum(summary.rejected.values()) == ledger.rejected
    for grid in describe_batch(summary, "zh").parts:
        assert isinstance(grid, Grid)
        assert_its_last_row_is_the_sum(grid)


def assert_its_last_row_is_the_sum(grid: Grid) -> None:
    *rows, last = grid.rows
    for column, total in enumerate(last.cells):
        if total.text:
            assert sum(int(row.cells[column].text) for row in rows) == int(total.text), (grid.key, column)


def test_agencies_beyond_the_most_are_one_line_and_the_sums_stay(
    engine: Engine, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries, "MOST_AGENCIES", 1)
    summary = summary_of(engine, batch)
    assert [line.agency for line in summary.agencies.listed] == ["甲"]
    assert summary.agencies.rest is not None
    assert (summary.agencies.rest.reports, summary.agencies.rest.found.warning) == (2, 1)
    assert_adds_up(summary)
    (agencies,) = [
        part for part in describe_batch(summary, "zh").parts if isinstance(part, Grid) and part.key == "agencies"
    ]
    assert [row.label for row in agencies.rows] == ["甲", "其余 2 个机关", "合计"]
    assert "前 1 个机关，共 3 个" in agencies.note
    assert len(summary_of(engine, batch, everything=True).agencies.listed) == 3


def test_an_empty_batch_has_a_summary_and_an_unknown_one_has_none(engine: Engine) -> None:
    with write(engine) as session:
        number = add_batch(session)
    summary = summary_of(engine, number)
    assert_adds_up(summary)
    assert (summary.reports.checked, summary.rules, describe_batch(summary, "zh").verdict) == (0, (), "尚无结果。")
    assert batch_summary(engine, number + 1) is None


def test_a_run_shows_its_worst_reports_first_and_says_how_many_there_are(engine: Engine, batch: int) -> None:
    reports, number = worst_reports(engine, batch, most=2)
    assert (number, [report.name for report in reports]) == (3, ["甲2022", "甲2023"])
    assert [finding.rule for finding in reports[0].findings] == ["T3-001", "T3-002", "T3-003", "T3-001", "P-001"]


def test_the_files_of_a_large_run_are_those_that_went_wrong(engine: Engine, batch: int) -> None:
    every = file_lines(engine, batch, most=100, only_wrong=False)
    assert len(every) == 8
    wrong = file_lines(engine, batch, most=3, only_wrong=True)
    assert [(line.agency, line.error) for line in wrong] == [("甲", 3), ("甲", 3), (None, 0)]


@pytest.fixture
def reviewed(engine: Engine) -> int:
    """Of 甲 an error of three findings whose first was dismissed, of 乙 one that was dismissed altogether.

    The doubt of 甲 is confirmed, and so is its warning; a mark that lapsed and one of another report count for nothing.
    """
    with write(engine) as session:
        number = add_batch(session)
        first = add_done(session, batch_id=number, agency="甲")
        for ordinal, rule in enumerate(("T3-001", "T3-002", "T3-003")):
            add_finding(session, first, rule, ordinal=ordinal, group_number=1, fingerprint=f"{ordinal}" * 64)
        add_finding(session, first, "T3-001", ordinal=3, verdict=Verdict.UNCERTAIN, fingerprint="3" * 64)
        add_finding(session, first, "X-017", "warning", ordinal=4, fingerprint="4" * 64)
        second = add_done(session, batch_id=number, agency="乙")
        for ordinal, rule in enumerate(("T3-001", "T3-003")):
            add_finding(session, second, rule, ordinal=ordinal, group_number=1, fingerprint=f"{ordinal}" * 64)
            add_review(session, second, f"{ordinal}" * 64, ReviewState.DISMISSED, reason="误读")
        add_review(session, first, "0" * 64, ReviewState.DISMISSED, reason="误读")
        lapsed = {"reason": "误读", "standing": ReviewStanding.CHANGED}
        add_review(session, first, "1" * 64, ReviewState.DISMISSED, **lapsed)
        add_review(session, first, "3" * 64, ReviewState.CONFIRMED)
        add_review(session, first, "4" * 64, ReviewState.CONFIRMED)
        for report in (first, second):
            submit(session, number, report)
    return number


def test_what_was_dismissed_is_counted_for_itself_and_the_sums_stay(engine: Engine, reviewed: int) -> None:
    summary = summary_of(engine, reviewed)
    assert_adds_up(summary)
    found, reports = summary.found, summary.reports
    assert (found.error, found.warning, found.doubt, found.dismissed, found.issues) == (2, 1, 1, 3, 2)
    assert (found.stored, found.confirmed) == (7, 2)
    assert (reports.checked, reports.with_errors, reports.without) == (2, 1, 1)
    lines = [
        (line.rule, line.weight, line.findings, line.issues, line.reports, line.dismissed) for line in summary.rules
    ]
    assert lines == [
        ("T3-002", "error", 1, 1, 1, 0),
        ("T3-003", "error", 1, 0, 1, 1),
        ("T3-001", "error", 0, 0, 0, 2),
        ("X-017", "warning", 1, 1, 1, 0),
        ("T3-001", "doubt", 1, 0, 1, 0),
    ]
    assert [(line.agency, line.found.dismissed) for line in summary.agencies.listed] == [("甲", 1), ("乙", 2)]


@pytest.mark.parametrize(("lang", "column"), [("zh", "不作为问题"), ("en", "Dismissed")])
def test_only_where_something_was_dismissed_a_page_has_a_column_for_it(
    engine: Engine, batch: int, reviewed: int, lang: str, column: str
) -> None:
    for number, has in ((batch, False), (reviewed, True)):
        page = describe_batch(summary_of(engine, number), lang)
        grids = [part for part in page.parts if isinstance(part, Grid) and part.key != "failures"]
        assert [column in grid.columns for grid in grids] == [has, has]
        assert {len(row.cells) - len(grid.columns) for grid in grids for row in grid.rows} == {0}
        assert [count.number for count in page.counts[4:]] == ([3, 2] if has else [])


def test_a_run_shows_nothing_that_was_dismissed(engine: Engine, reviewed: int) -> None:
    reports, number = worst_reports(engine, reviewed, most=9)
    assert (number, [each.agency for each in reports]) == (1, ["甲"])
    assert [finding.rule for finding in reports[0].findings] == ["T3-002", "T3-003", "T3-001", "X-017"]
    assert [line.error for line in file_lines(engine, reviewed, most=9, only_wrong=False)] == [2, 0]
