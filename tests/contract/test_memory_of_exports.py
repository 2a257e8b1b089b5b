"""An export of many rows takes no more memory than one of few, measured in a process of its own."""

import subprocess
import sys

import pytest
from sqlalchemy import Engine, text

from models.database import dispose, write
from tests.contract.examples import add_batch

REPORTS = 2000
ROWS = 25 * REPORTS
#: What each may take more than for no rows; the greediest last, since a peak stays. All rows as values take 40 MB.
MOST_GROWTH_MB = {"csv": 20, "jsonl": 20, "xlsx": 20, "parquet": 60}
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most})"

EXPORT_ALL = """
import pathlib, re, sys
from intake.exports import FormatName, TableName, export
from intake.queries.report_filter import ReportFilter
from models.database import create_engine_for

engine = create_engine_for(sys.argv[1])

def size(name, chosen):
    return sum(map(len, export(engine, TableName.REQUESTS, name, chosen)))

def peak_mb():
    # Not getrusage, which counts what the process was before it became this program.
    status = pathlib.Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) / 1024

for name in FormatName:
    size(name, ReportFilter(year=1999))
before = peak_mb()
for name in sys.argv[2:]:
    assert size(FormatName(name), ReportFilter()) > 100_000
    print(peak_mb() - before)
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows(engine: Engine, url: str) -> None:
    with write(engine) as session:
        batch_id = add_batch(session)
        session.execute(text(many_reports()), {"batch": batch_id})
        session.execute(text(many_rows()))
        assert session.execute(text("SELECT count(*) FROM requests_row")).scalar_one() == ROWS
    dispose(engine)
    command = [sys.executable, "-W", "error", "-c", EXPORT_ALL, url, *MOST_GROWTH_MB]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert ended.returncode == 0, ended.stderr
    grown_mb = dict(zip(MOST_GROWTH_MB, map(float, ended.stdout.split()), strict=True))
    assert {name: mb for name, mb in grown_mb.items() if mb > MOST_GROWTH_MB[name]} == {}


def many_reports() -> str:
    """Done reports, each with an agency and a name of its own."""
    return f"""
        INSERT INTO report (batch_id, sha256, name, size_bytes, lane, state, stage, run, result_run, attempt, isolated,
                            queued_at, agency, year, form, created_at, updated_at, audit_seq, audit_head)
        {NUMBERS.format(most=REPORTS)}
        SELECT :batch, substr('{"0" * 64}' || i, -64 + length('{"0" * 64}' || i) + 1, 64), '云岫县第' || i || '号年报.txt',
               6399, 'bulk', 'done', 'check_consistency', 1, 1, 1, false, CURRENT_TIMESTAMP, '云岫县第' || i || '局',
               2023, '2021', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 0, '{"0" * 64}' FROM n
    """


def many_rows() -> str:
    """25 rows of table 3 for each report, no two alike."""
    return f"""
        INSERT INTO requests_row (report_id, run, position, row_key, seen, natural_person, total, places)
        {NUMBERS.format(most=25)}
        SELECT report.id, 1, i, 'granted', true, 100000 + report.id * 25 + i, report.id * 25 + i, '{{}}' FROM report, n
    """
