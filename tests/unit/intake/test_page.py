"""The printed page shows what one error caused once, with its consequences below it."""

import pytest

from intake.page import finding_lines
from tests.making import Cell
from tests.unit.pipeline.made import read, small


@pytest.mark.parametrize(
    ("lang", "head"), [("zh", "很可能是同一处错误,引起 3 条问题:"), ("en", "Probably one error, with 3")]
)
def test_a_group_is_printed_once_with_its_consequences(lang: str, head: str) -> None:
    cells: dict[str, Cell] = {"requests.total.natural_person": 8, "requests.granted.research": "/"}
    lines = [line.plain for line in finding_lines(read(small(cells=cells)).findings, lang)]
    (at,) = [index for index, line in enumerate(lines) if line.startswith(head)]
    assert [line[:7] for line in lines[at + 1 : at + 4]] == ["  T3-00"] * 3
    assert sum("最可能有误" in line or "Most probably" in line for line in lines) == 1
    assert any(line.startswith("F-011") for line in lines)
