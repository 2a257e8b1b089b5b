"""Each folder here is a whole report by us and what must be read from it; adding a folder adds a test."""

import functools
import re
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import closing

import pytest

from config.settings import OfficeSettings
from pipeline.errors import FormatNeedsLibreOffice
from pipeline.figures import Value
from pipeline.formats import Converter, without_libreoffice
from pipeline.sections import detect_sections
from pipeline.stages import normalize, read_report
from pipeline.tables import parse_tables
from workers.office import LibreOffice

from .case import CASES, CONVERTED, FOLDER, CorpusCase, seen

REPORTS = [case for case in CASES if case.expected.error is None]
INSTALLED = shutil.which("soffice") is not None
LIMIT_S = 60.0
LARGEST_BYTES = 112 * 1024  # RTF needs eight bytes for a character; nearly all others are under 60 KiB
MOST_BYTES = 3 * 1024 * 1024


@pytest.fixture(scope="module")
def convert() -> Iterator[Converter]:
    """LibreOffice where it is installed, else the converter that says that it is not; each file is converted once."""
    if not INSTALLED:
        yield without_libreoffice
        return
    with closing(LibreOffice(OfficeSettings(), LIMIT_S)) as office:
        yield functools.cache(office.__call__)


def can_be_read(case: CorpusCase) -> bool:
    return INSTALLED or case.format not in CONVERTED


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_of_the_corpus_reads_as_expected(case: CorpusCase, convert: Converter) -> None:
    read = seen(read_report(case.source.read_bytes(), case.source.name, convert))
    if can_be_read(case):
        assert read == case.expected
    else:
        assert read.error == FormatNeedsLibreOffice.code


@pytest.mark.parametrize("case", [case for case in CASES if case.format in CONVERTED], ids=lambda case: case.name)
def test_a_case_that_needs_libreoffice_says_so_where_there_is_none(case: CorpusCase) -> None:
    assert seen(read_report(case.source.read_bytes(), case.source.name)).error == FormatNeedsLibreOffice.code


def says(words: str, value: Value) -> bool:
    """Whether the words at a figure's place are its number: in 万元, or in 元 as they or their header may say."""
    written = re.sub(r"[\s,+]", "", unicodedata.normalize("NFKC", words)).replace("−", "-")
    number = re.fullmatch(r"(-?\d+(?:\.\d+)?)[件份宗起户条项个次人部万元]*", written)
    return number is not None and value * 10_000 in {round(float(number[1]) * unit, 4) for unit in (10_000, 1)}


@pytest.mark.parametrize("case", REPORTS, ids=lambda case: case.name)
def test_each_figure_reads_again_at_its_place(case: CorpusCase, convert: Converter) -> None:
    if not can_be_read(case):
        with pytest.raises(FormatNeedsLibreOffice):
            normalize(case.source.read_bytes(), convert)
        return
    document = normalize(case.source.read_bytes(), convert)
    reading = parse_tables(document, detect_sections(document))
    told = [
        f for table in reading.tables for row in table.figures.values() for f in row.values() if f.value is not None
    ]
    other = [
        (f.raw, f.value) for f in told if not (f.at and f.value is not None and says(f.at.of(document.text), f.value))
    ]
    assert other == []
    assert not any(finding[0] == "P-001" for finding in case.expected.findings)


def test_every_line_of_the_readme_has_cases_that_are_there_and_every_case_has_a_line() -> None:
    table = (FOLDER / "README.md").read_text("utf-8").split("| --- | --- |\n")[1].strip()
    lines = [re.findall(r"`([a-z0-9-]+)`", line.split("|")[2] + "|") for line in table.splitlines()]
    named = {name for names in lines for name in names}
    assert named == {case.name for case in CASES}
    assert all(lines)


def test_the_corpus_is_large_in_cases_and_small_in_bytes() -> None:
    assert len(CASES) >= 74
    files = [path for case in CASES for path in case.folder.iterdir()]
    assert [path for path in files if path.stat().st_size > LARGEST_BYTES] == []
    assert sum(path.stat().st_size for path in files) < MOST_BYTES


def test_most_cases_have_many_different_figures_so_that_a_shift_shows() -> None:
    different = [len(set(numbers_of(case)) - {0}) for case in REPORTS]
    assert sum(count >= 20 for count in different) > 0.85 * len(REPORTS)


def numbers_of(case: CorpusCase) -> list[Value]:
    rows = [row for table in case.expected.figures.values() for row in table.values()]
    return [value for row in rows for value in row.values() if value is not None]
