"""Chinese sentences are set with full-width signs; figures and what is quoted stay as they are."""

import pytest

from intake.reporting.chinese import typeset


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("自然人:总计 2 ≠ 2 + 1(请核对该列)", "自然人：总计 2 ≠ 2 + 1（请核对该列）"),
        ("正文“受理2件,其中:1”称 2 件,表三为 3:2 ≠ 3", "正文“受理2件,其中:1”称 2 件，表三为 3：2 ≠ 3"),
        ("差额 1,234 件;请核对", "差额 1,234 件；请核对"),
        ("没有引号的“一半:", "没有引号的“一半："),
        ("", ""),
    ],
)
def test_a_sentence_is_set(sentence: str, expected: str) -> None:
    assert typeset(sentence) == expected
