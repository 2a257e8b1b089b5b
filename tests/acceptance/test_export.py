"""`nianbao export` as a person runs it: a whole file or none, or a pipe to the next program."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from models.database import create_engine_for, dispose, write
from models.migrate import migrate
from tests.acceptance.program import nianbao
from tests.acceptance.stored import DATABASE
from tests.contract.made_results import add_done, add_finding, add_requests
from tests.contract.reading_exports import READERS, csv_rows


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def engine(data: Path) -> Iterator[Engine]:
    data.mkdir()
    url = f"sqlite:///{data / DATABASE}"
    migrate(url)
    engine = create_engine_for(url)
    with write(engine) as session:
        for year in (2022, 2023):
            report_id = add_done(session, agency="云岫县水务局", year=year, form="2021")
            add_requests(session, report_id, total=year)
        add_finding(session, report_id, "T3-002")
    yield engine
    dispose(engine)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("file_format", sorted(READERS))
def test_a_file_holds_the_table_that_was_asked_for(data: Path, tmp_path: Path, file_format: str) -> None:
    out = tmp_path / "表格"
    words = ("export", "--table", "requests", "--format", file_format, "--out", out, "--data-dir", data)
    ended = nianbao(*words, "--agency", "云岫县*", "--year", "2023", "--rule", "T3-002")
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert [row["total"] and int(row["total"]) for row in READERS[file_format](out.read_bytes())] == [2023, None]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["data", "表格"]


@pytest.mark.usefixtures("engine")
def test_without_a_file_it_writes_to_stdout(data: Path) -> None:
    ended = nianbao("export", "--table", "findings", "--format", "csv", "--data-dir", data)
    assert ended.status == 0
    assert [row["rule"] for row in csv_rows(ended.out.encode())] == ["T3-002"]


def test_an_export_that_fails_leaves_the_file_of_before(data: Path, engine: Engine, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("of before")
    with write(engine) as session:
        session.execute(text("DROP TABLE requests_row"))
    ended = nianbao("export", "--table", "requests", "--format", "csv", "--out", out, "--data-dir", data)
    assert ended.status == 5
    assert ended.err.startswith("[database.unavailable]")
    assert out.read_text() == "of before"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["data", "out.csv"]


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    "wrong", [("--table", "nothing"), ("--format", "doc"), ("--year", "x"), ("--out", "/dev/null")]
)
def test_wrong_usage_says_so(data: Path, wrong: tuple[str, str]) -> None:
    ended = nianbao("export", "--table", "requests", "--format", "csv", "--data-dir", data, *wrong)
    assert ended.status == 2
    assert wrong[1] in ended.err
