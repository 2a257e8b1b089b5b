"""What was stored comes out of every format as it is, unknown where it is unknown, on both databases."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from intake.exports import FormatName, TableName, export
from intake.queries.report_filter import ReportFilter
from models.database import write
from models.tables import AgencyLevel, ReportState, ReviewStanding, ReviewState, Severity, Verdict
from tests.contract.examples import add_report
from tests.contract.made_results import (
    MENDED,
    SHA,
    add_change,
    add_dead_letter,
    add_done,
    add_fees,
    add_finding,
    add_litigation,
    add_requests,
    add_review,
    add_run,
)
from tests.contract.reading_exports import READERS, Rows, csv_rows, jsonl_rows, parquet_rows, parquet_schema, xlsx_rows

FORMATS = [each.value for each in FormatName]
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+2",
    "-2+3",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\u3000＝1+1",
    "https://example.org/x",
    'a","b\r\nc',
]


def made(engine: Engine, make: Callable[[Session], Any]) -> Any:
    with write(engine) as session:
        return make(session)


def add_named(engine: Engine, names: list[str]) -> None:
    with write(engine) as session:
        for name in names:
            add_litigation(session, add_done(session, name=name), upheld=1)


def exported(engine: Engine, table: str, file_format: str, **chosen: Any) -> bytes:
    return b"".join(export(engine, TableName(table), FormatName(file_format), ReportFilter(**chosen)))


def rows_of(engine: Engine, table: str, file_format: str, **chosen: Any) -> Rows:
    return READERS[file_format](exported(engine, table, file_format, **chosen))


def as_read(file_format: str, value: object) -> object:
    """How a value reads that was written: CSV knows only text."""
    return str(value) if file_format == "csv" and value is not None else value


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_row_says_whose_it_is_and_an_unknown_figure_is_never_zero(engine: Engine, file_format: str) -> None:
    def fill(session: Session) -> int:
        report_id = add_done(
            session, agency="云岫县水务局", year=2023, form="2021", region="云岫县", level=AgencyLevel.DEPARTMENT,
            name="年报.txt", sha256=SHA,
        )  # fmt: skip
        add_requests(session, report_id, natural_person=2, commercial=0, research=None, total=2)
        return report_id

    report_id = made(engine, fill)
    first, second = rows_of(engine, "requests", file_format)
    whose = {
        "report_id": report_id,
        "agency": "云岫县水务局",
        "year": 2023,
        "form": "2021",
        "region": "云岫县",
        "level": "department",
        "file_name": "年报.txt",
        "sha256": SHA,
        "row_key": "new_received",
        "row_label": "本年新收政府信息公开申请数量",
    }
    figures = {"natural_person": 2, "commercial": 0, "research": None, "social_welfare": None}
    figures |= {"legal_service": None, "other": None, "total": 2}
    assert first == {key: as_read(file_format, value) for key, value in (whose | figures).items()}
    assert list(first) == [*whose, *figures]
    assert (second["row_key"], second["row_label"]) == ("refused.state_secret", "不予公开·属于国家秘密")


@pytest.mark.parametrize("file_format", FORMATS)
def test_both_editions_stand_in_one_table_with_exact_amounts_and_negative_numbers(
    engine: Engine, file_format: str
) -> None:
    def fill(session: Session) -> None:
        add_fees(session, add_done(session, form="2021"), "0.1")
        add_fees(session, add_done(session, form="2021"), None)
        add_change(session, add_done(session, form="2019"), -3)

    made(engine, fill)
    fees, unknown, change = rows_of(engine, "proactive_disclosure", file_format)
    amount = {"csv": "0.1", "xlsx": 0.1}.get(file_format, Decimal("0.1"))
    assert (fees["amount_10k_cny"], fees["change"]) == (amount, None)
    assert unknown["amount_10k_cny"] is None
    assert change["change"] == as_read(file_format, -3)
    assert change["row_label"] == "其他对外管理服务事项"
    assert change["amount_10k_cny"] is None


@pytest.mark.parametrize(
    ("file_format", "shown"),
    [("csv", str), ("jsonl", Decimal), ("parquet", Decimal), ("xlsx", str)],
)
def test_no_digit_of_a_long_amount_is_lost(engine: Engine, file_format: str, shown: type) -> None:
    made(engine, lambda session: add_fees(session, add_done(session), "12345678901234.000001"))
    (row,) = rows_of(engine, "proactive_disclosure", file_format)
    assert row["amount_10k_cny"] == shown("12345678901234.000001")


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("table", [each.value for each in TableName])
def test_no_rows_give_a_file_with_no_rows(engine: Engine, table: str, file_format: str) -> None:
    assert rows_of(engine, table, file_format) == []


@pytest.mark.parametrize("file_format", FORMATS)
def test_only_the_last_good_run_is_exported_with_the_bytes_that_it_read(engine: Engine, file_format: str) -> None:
    def fill(session: Session) -> None:
        report_id = add_report(session, state=ReportState.DEAD, run=3, result_run=2, sha256=MENDED, name="改.txt")
        for run, total in ((1, 1), (2, 2), (3, 3)):
            add_requests(session, report_id, run, total=total)
            add_run(session, report_id, run, sha256=MENDED if run == 3 else SHA, name=f"{run}.txt")
        add_requests(session, add_report(session), total=9)

    made(engine, fill)
    first, _second = rows_of(engine, "requests", file_format)
    assert [first[key] for key in ("total", "sha256", "file_name")] == [as_read(file_format, 2), SHA, "2.txt"]


def test_a_spreadsheet_that_opens_the_csv_evaluates_nothing(engine: Engine) -> None:
    add_named(engine, HOSTILE)
    data = exported(engine, "litigation", "csv")
    names = [row["file_name"] for row in csv_rows(data)]
    assert names == [f"'{name}" for name in HOSTILE[:-2]] + HOSTILE[-2:]
    assert data.startswith("\ufeffreport_id,agency,".encode())
    assert data.endswith(b"\r\n")


def test_a_negative_number_in_the_csv_stays_a_number(engine: Engine) -> None:
    made(engine, lambda session: add_change(session, add_done(session), -3))
    assert exported(engine, "proactive_disclosure", "csv").split(b"\r\n")[1].endswith(b",9,-3,")


def test_a_workbook_holds_text_as_text_and_no_formula_or_link(engine: Engine) -> None:
    names = [*HOSTILE, "b\x1b[31m\x7f\ufffe_x0041_"]
    add_named(engine, names)
    data = exported(engine, "litigation", "xlsx")
    expected = [name.replace("\r\n", "\n").replace("\r", "␍") for name in HOSTILE] + ["b␛[31m␡\ufffd_x0041_"]
    assert [row["file_name"] for row in xlsx_rows(data)] == expected
    assert b"<f>" not in data


@pytest.mark.parametrize("file_format", ["jsonl", "parquet"])
def test_programs_get_names_as_they_are(engine: Engine, file_format: str) -> None:
    names = [*HOSTILE, "\x1b[31m\u2028"]
    add_named(engine, names)
    assert [row["file_name"] for row in rows_of(engine, "litigation", file_format)] == names


@pytest.mark.parametrize("file_format", FORMATS)
def test_findings_are_chosen_by_themselves_and_bring_what_shows_them(engine: Engine, file_format: str) -> None:
    operand = {"table": "requests", "row": "total", "column": "research", "value": 3}

    def fill(session: Session) -> None:
        report_id = add_done(session, year=2023)
        add_finding(
            session, report_id, "T3-002", left_value=Decimal(-2), right_value=Decimal("0.25"), operands=[operand],
            table_key="requests", column_key="research",
        )  # fmt: skip
        add_finding(session, report_id, "T3-002", ordinal=1, verdict=Verdict.UNCERTAIN)
        add_finding(session, report_id, "F-001", "info", ordinal=2, quote="收到申请2件。")

    made(engine, fill)
    sure, uncertain = rows_of(engine, "findings", file_format, rule="T3-002", year=2023)
    number = {"csv": str, "xlsx": float}.get(file_format, Decimal)
    assert (sure["left"], sure["right"]) == (number("-2"), number("0.25"))
    text_of_operands = '[{"row":"total","table":"requests","value":3,"column":"research"}]'
    operands = sure["operands"]
    assert sorted(str(operands)) == sorted(str([operand]) if file_format == "jsonl" else text_of_operands)
    assert (uncertain["verdict"], uncertain["left"]) == ("uncertain", None)
    (info,) = rows_of(engine, "findings", file_format, severity=Severity.INFO)
    assert (info["rule"], info["quote"]) == ("F-001", "收到申请2件。")


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_table_of_reports_has_those_without_results_too(engine: Engine, file_format: str) -> None:
    def fill(session: Session) -> None:
        done = add_done(session, published_on=date(2024, 1, 30), figures_read=199)
        add_finding(session, done, "T3-002")
        add_finding(session, done, "T3-003", "warning", ordinal=1)
        dead = add_report(session, state=ReportState.DEAD)
        add_dead_letter(session, dead, 1, "format.unknown")

    made(engine, fill)
    done, dead = rows_of(engine, "reports", file_format)
    day = done["published_on"]
    assert (day.date() if file_format == "xlsx" else day) == (
        date(2024, 1, 30) if file_format in {"xlsx", "parquet"} else "2024-01-30"
    )
    assert [done[key] for key in ("state", "code", "errors", "warnings", "infos")] == [
        "done", None, *(as_read(file_format, count) for count in (1, 1, 0))
    ]  # fmt: skip
    assert [dead[key] for key in ("state", "code", "result_run")] == ["dead", "format.unknown", None]
    finished = done["finished_at"]
    assert (finished.isoformat() if file_format == "parquet" else finished.replace("Z", "+00:00")) == (
        "2024-01-30T08:15:30.123456+00:00"
    )


def test_filters_choose_reports(engine: Engine) -> None:
    def fill(session: Session) -> None:
        for year in (2022, 2023):
            report_id = add_done(session, year=year)
            add_requests(session, report_id, total=year)
        add_finding(session, report_id, "T3-002")

    made(engine, fill)
    assert [row["total"] for row in jsonl_rows(exported(engine, "requests", "jsonl", year=2022))] == [2022, None]
    assert [row["total"] for row in jsonl_rows(exported(engine, "requests", "jsonl", rule="T3-002"))] == [2023, None]


def test_parquet_has_types(engine: Engine) -> None:
    made(engine, lambda session: add_fees(session, add_done(session), "1.5"))
    schema = parquet_schema(exported(engine, "proactive_disclosure", "parquet"))
    assert {key: schema[key] for key in ("report_id", "amount_10k_cny", "agency", "sha256", "change")} == {
        "report_id": "int64",
        "amount_10k_cny": "decimal128(24, 6)",
        "agency": "dictionary<values=string, indices=int32, ordered=0>",
        "sha256": "string",
        "change": "int64",
    }
    assert parquet_rows(exported(engine, "proactive_disclosure", "parquet"))[0]["amount_10k_cny"] == Decimal("1.5")


def test_an_export_that_is_left_keeps_no_transaction_and_no_writer_waiting(engine: Engine) -> None:
    def fill(session: Session) -> None:
        for _ in range(1200):
            add_litigation(session, add_done(session, batch_id=1), upheld=1)

    with write(engine) as session:
        session.execute(text("INSERT INTO batch (id, label, lane, created_at) VALUES (1, '批', 'bulk', '2024-01-30')"))
        fill(session)
    pieces = export(engine, TableName.LITIGATION, FormatName.CSV, ReportFilter())
    assert [next(pieces) for _ in range(2)]
    with write(engine) as session:
        session.execute(text("UPDATE batch SET label = 'written while the export is open'"))
    pieces.close()
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("file_format", FORMATS)
def test_an_export_that_cannot_begin_says_so_before_anything_is_sent(engine: Engine, file_format: str) -> None:
    with write(engine) as session:
        session.execute(text("DROP TABLE litigation_row"))
    with pytest.raises(DBAPIError):
        export(engine, TableName.LITIGATION, FormatName(file_format), ReportFilter())
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("file_format", FORMATS)
def test_findings_end_with_what_people_made_of_them(engine: Engine, file_format: str) -> None:
    def fill(session: Session) -> None:
        report_id = add_done(session)
        for ordinal, name in enumerate("abc"):
            add_finding(session, report_id, "T3-002", ordinal=ordinal, fingerprint=name * 64)
        add_review(session, report_id, "a" * 64, ReviewState.DISMISSED, reason="=1+1", actor="key:审核")
        gone = {"standing": ReviewStanding.STILL_FOUND}
        add_review(session, report_id, "b" * 64, ReviewState.MENDED, **gone)
        add_review(session, add_done(session), "c" * 64, ReviewState.CONFIRMED)

    made(engine, fill)
    found = rows_of(engine, "findings", file_format)
    names = ["review_state", "review_reason", "reviewed_by", "reviewed_at"]
    assert [list(row)[-4:] for row in found] == [names] * 3
    reason = "'=1+1" if file_format == "csv" else "=1+1"
    assert [found[0][name] for name in names[:3]] == ["dismissed", reason, "key:审核"]
    assert found[0]["reviewed_at"] is not None
    assert [[row[name] for name in names] for row in found[1:]] == [["open", None, None, None]] * 2
