"""Some dozens of damaged files of each format; `python -m tests.properties.fuzz` reads them for as long as you like."""

import pytest

from .fuzz import FORMATS, damaged, fuzz, outcome

# Each reading of a PDF or a Word file takes longer than one of a text.
_COUNTS = {"text": 40, "html": 25, "mhtml": 25, "docx": 30, "xlsx": 30, "pdf": 15, "any": 40}


@pytest.mark.parametrize("name", FORMATS)
def test_a_damaged_file_gives_a_report_or_an_error_of_ours(name: str) -> None:
    for number in range(_COUNTS[name]):
        assert outcome(damaged(name, 0, number)).troubles == (), f"{name} seed 0 input {number}"


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_seed_gives_the_same_file_and_another_number_another(name: str) -> None:
    assert damaged(name, 5, 3) == damaged(name, 5, 3) != damaged(name, 5, 4)


def test_the_fuzzer_counts_what_its_files_ended_in() -> None:
    line = fuzz("any", 0, iter(range(3)), None).line()
    assert line.startswith("fuzz: format=any inputs=3 errors by code=")
    assert line.endswith("failures=0")
