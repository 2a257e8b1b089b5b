"""Several corrections are a list below the sentence that leads to it; nothing is said twice."""

import msgspec
import pytest

from intake.reporting import FILE_FORMATS, describe_report, written
from pipeline.checks import Hint
from pipeline.messages import Message
from pipeline.report import Report
from tests.making import Cell
from tests.unit.pipeline.made import read, small

from .pages import one_error
from .test_describing import issues

TOTAL = "litigation.reconsideration.total"


def several(**cells: Cell) -> Report:
    return read(small(cells={TOTAL: 4, **cells}))


@pytest.mark.parametrize(
    ("lang", "begins", "ends", "last"),
    [
        ("zh", "差额 1 正好等于", "请逐一核对。以下任一处更正即可使该勾稽关系成立：", "“行政复议·总计”由 4 改为 3"),
        ("en", "The difference of 1", "Check each of them. With any one of these the identity would hold:",
         '"reconsideration, total" from 4 to 3'),
    ],
)  # fmt: skip
def test_each_correction_stands_on_its_line_and_only_there(lang: str, begins: str, ends: str, last: str) -> None:
    page = describe_report(several(), lang)
    issue = issues(page, "agency").issues[0]
    assert issue.advice.startswith(begins)
    assert issue.advice.endswith(ends)
    assert (len(issue.choices), issue.choices[-1]) == (5, last)
    for file_format in FILE_FORMATS:
        text = written(page, file_format).decode().replace("&quot;", '"').replace("\\", "")
        assert [text.count(each) for each in issue.choices] == [1] * 5


def test_one_correction_stays_a_sentence() -> None:
    issue = issues(describe_report(one_error(), "zh"), "agency").issues[0]
    assert (issue.choices, "由 8 改为 9" in issue.advice) == ((), True)


def test_a_hint_that_was_stored_in_other_words_is_said_as_it_stands() -> None:
    report = several()
    (found,) = [each for each in report.findings if each.rule == "T4-001"]
    assert found.hint is not None
    hint = Hint("corrections", None, Message("总计或其余各项有误。", "One is wrong."), found.hint.corrections)
    other = msgspec.structs.replace(report, findings=(msgspec.structs.replace(found, hint=hint),))
    issue = issues(describe_report(other, "zh"), "agency").issues[0]
    assert (issue.advice, issue.choices) == ("总计或其余各项有误。", ())
