"""What a government tells of all its area is held against its tables where these hold the area's sums."""

import pytest

from pipeline.stages import read_report
from tests.making_reports import told_in

HEAD = "机关 青箬市人民政府\n新收 86\n予以公开 80\n复议 3 0 0 0\n规范性文件 7 2 55\n---\n【1】\n（二）依申请公开。"


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        ("全市收到政府信息公开申请86件，答复81件。", ["X-003"]),
        ("全市收到政府信息公开申请860件，答复810件。", []),
        ("全市因政府信息公开引发行政复议3件。全市收到政府信息公开申请860件。", []),
        ("全市收到政府信息公开申请860件，其中市政府办公室收到86件。", []),
        ("市政府制发规范性文件7件，废止2件，现行有效56件。", ["X-010"]),
        ("市政府制发规范性文件17件，废止12件，现行有效56件。", []),
    ],
)
def test_sums_of_an_area_are_compared_where_a_table_holds_one_of_them(sentence: str, rules: list[str]) -> None:
    report = read_report(told_in("made", HEAD + sentence).text.encode(), "made.txt")
    assert [each.rule for each in report.findings if each.rule.startswith("X-")] == rules
