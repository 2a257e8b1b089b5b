"""Conversions: with a stand-in that behaves and misbehaves as a program may, and with LibreOffice where it is installed."""

import http.server
import io
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from config.settings import OfficeSettings, Settings
from pipeline.errors import ConversionFailed, FormatNeedsLibreOffice, TimeExceeded
from pipeline.formats import Conversion
from pipeline.formats.office import conversion_of
from pipeline.report import Report
from pipeline.stages import read_report
from tests.making import consistent_truth, render
from tests.making_hostile import linked_odt
from tests.waiting import eventually
from workers.office import LibreOffice
from workers.reading import Reader

DOC = Conversion("DOC/WPS", "doc", "docx")
LIMIT_S = 40.0
PAGE = render(consistent_truth(7), "html")
# The stand-in does what its source says, and notes its own and its child's process ids beside itself.
STAND_IN = """#!/bin/sh
for word; do
  case $previous in --outdir) out=$word;; --convert-to) to=${word%%:*};; esac
  case $word in -env:UserInstallation=file://*) profile=${word#*file://};; esac
  previous=$word
done
here=$(dirname "$0")
act=$(cat "$previous")
echo $$ > "$here/pid.new" && mv "$here/pid.new" "$here/pid"
case $act in
  hang) sleep 3600;;
  fail) exit 3;;
  crash) kill -SEGV $$;;
  nothing) exit 0;;
  outlived) sleep 3600 & echo $! > "$here/child";;
  once) if [ -e "$profile/used" ]; then exit 1; fi;;
  junk) mkdir "$out"; echo junk > "$out/report.$to"; exit 0;;
  tell) env > "$here/environment"; cp "$profile/user/registrymodifications.xcu" "$here/profile";;
esac
touch "$profile/used"
mkdir -p "$out" && cp "$here/result.zip" "$out/report.$to"
"""


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(STAND_IN)
    program.chmod(0o755)
    with zipfile.ZipFile(program.parent / "result.zip", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    return program


@pytest.fixture
def office(stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LibreOffice]:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    with closing(LibreOffice(OfficeSettings(command=str(stand_in)), LIMIT_S)) as office:
        yield office


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def number_in(file: Path) -> int:
    return int(file.read_text() or 0) if file.exists() else 0


def test_a_file_is_converted_and_its_folder_goes_when_the_converter_does(
    office: LibreOffice, stand_in: Path, tmp_path: Path
) -> None:
    result = (stand_in.parent / "result.zip").read_bytes()
    assert office(b"copy", DOC) == result
    assert office(b"copy", Conversion("ODS", "ods", "xlsx")) == result
    assert len(list((tmp_path / "temporary").iterdir())) == 1
    office.close()
    assert list((tmp_path / "temporary").iterdir()) == []
    assert office(b"copy", DOC) == result


@pytest.mark.parametrize(
    ("act", "reason"),
    [("fail", "3"), ("crash", "SIGSEGV"), ("nothing", "no output"), ("junk", "not a usable output")],
)
def test_a_failure_is_an_error_of_ours_and_the_next_file_is_converted(
    office: LibreOffice, act: str, reason: str
) -> None:
    for _ in range(2):
        with pytest.raises(ConversionFailed, match=reason):
            office(act.encode(), DOC)
        assert office(b"copy", DOC)


def test_a_profile_that_went_bad_is_thrown_away(office: LibreOffice) -> None:
    assert [bool(office(b"once", DOC)) for _ in range(3)] == [True] * 3


def test_what_hangs_is_killed_in_time(stand_in: Path) -> None:
    with closing(LibreOffice(OfficeSettings(command=str(stand_in)), 0.5)) as office:
        begun = time.monotonic()
        with pytest.raises(TimeExceeded):
            office(b"hang", DOC)
        assert time.monotonic() - begun < 10
    assert not is_alive(number_in(stand_in.parent / "pid"))


def test_a_child_that_would_outlive_it_does_not(office: LibreOffice, stand_in: Path) -> None:
    assert office(b"outlived", DOC)
    eventually(lambda: not is_alive(number_in(stand_in.parent / "child")), "its end", within_s=20)


def test_it_is_told_nothing_of_ours(
    office: LibreOffice, stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_DATABASE_URL", "postgresql://nianbao:secret@db/x")
    assert office(b"tell", DOC)
    environment = (stand_in.parent / "environment").read_text()
    assert "secret" not in environment
    assert f"HOME={tmp_path}/temporary/" in environment
    profile = (stand_in.parent / "profile").read_text()
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true<' in profile


def test_without_the_program_the_error_says_what_to_install(tmp_path: Path) -> None:
    for command in ("no-such-program", str(tmp_path), str(tmp_path / "nothing")):
        with pytest.raises(FormatNeedsLibreOffice, match="soffice"):
            LibreOffice(OfficeSettings(command=command), LIMIT_S)(b"copy", DOC)


def test_nothing_is_left_where_the_process_is_killed_in_the_middle(stand_in: Path, tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    file = tmp_path / "hanging.rtf"
    file.write_bytes(b"{\\rtf")
    stand_in.write_text(STAND_IN.replace('act=$(cat "$previous")', "act=hang"))
    environment = os.environ | {"TMPDIR": str(folder), "NIANBAO_OFFICE__COMMAND": str(stand_in)}
    command = [sys.executable, "-m", "intake.cli", "parse", str(file), "--jsonl"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        pid = eventually(lambda: number_in(stand_in.parent / "pid"), "a conversion", within_s=30)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    eventually(lambda: not is_alive(pid), "the end of the conversion", within_s=20)
    eventually(lambda: not list(folder.iterdir()), "an empty folder", within_s=20)


# --- LibreOffice itself --------------------------------------------------------------------------------------------

real = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
MADE_BY = {
    "doc": "HTML (StarWriter)",
    "rtf": "HTML (StarWriter)",
    "odt": "HTML (StarWriter)",
    "xls": "HTML (StarCalc)",
    "ods": "HTML (StarCalc)",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One report in each format that LibreOffice reads for us, written by LibreOffice."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "report.html").write_bytes(PAGE)
    for suffix, reads in MADE_BY.items():
        words = [
            "soffice",
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"--infilter={reads}",
        ]
        words += ["--convert-to", suffix, "--outdir", str(folder), str(folder / "report.html")]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
    return {suffix: (folder / f"report.{suffix}").read_bytes() for suffix in MADE_BY}


def figures(report: Report) -> dict[str, object]:
    return {f"{table}.{row}.{column}": value for table, rows in report.tables.items() for row, columns in rows.items() for column, value in columns.items()}  # fmt: skip


@real
@pytest.mark.parametrize("suffix", MADE_BY)
def test_every_figure_of_a_converted_report_is_right(made: dict[str, bytes], suffix: str) -> None:
    with closing(Reader(Settings())) as reader:
        found = reader.report(made[suffix], f"report.{suffix}")
    assert found.error is None
    wanted = figures(read_report(PAGE, "report.html"))
    assert len(wanted) == 200
    assert figures(found) == wanted


@real
def test_two_processes_convert_at_once(made: dict[str, bytes]) -> None:
    def convert(suffix: str) -> bytes:
        with closing(LibreOffice(OfficeSettings(), LIMIT_S)) as office:
            conversion = conversion_of(made[suffix])
            assert conversion is not None
            return office(made[suffix], conversion)

    with ThreadPoolExecutor(2) as pool:
        for converted in pool.map(convert, ("doc", "rtf")):
            assert zipfile.ZipFile(io.BytesIO(converted)).read("word/document.xml")


@real
def test_a_damaged_file_is_an_error_of_ours(made: dict[str, bytes]) -> None:
    with closing(Reader(Settings())) as reader:
        for data in (made["doc"][:6000], made["rtf"][:5], made["ods"][:2000]):
            report = reader.report(data, "damaged")
            assert report.error is not None
            assert not report.error.code.startswith("internal")


@real
def test_no_link_is_followed_to_the_network_or_to_a_file_of_ours(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the-operators-secret")
    with listener() as (address, asked), closing(LibreOffice(OfficeSettings(), LIMIT_S)) as office:
        for place in (address, secret.as_uri()):
            converted = office(linked_odt(place), Conversion("ODT", "odt", "docx"))
            with zipfile.ZipFile(io.BytesIO(converted)) as archive:
                assert b"kept" in archive.read("word/document.xml")
                assert all(b"the-operators-secret" not in archive.read(name) for name in archive.namelist())
        assert asked == []


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server's address, and what it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(self.rfile.readline().decode())
            self.close_connection = True

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/x", asked
        server.shutdown()
        thread.join()
