"""F-002, F-003, F-004: what breaks each, what just does not, and where it cannot be told."""

import pytest

from tests.unit.pipeline.made import found, made, read, small, verdicts

FOUR, FIVE = "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况"
SIX = "六、其他需要报告的事项"


def test_a_numeral_that_does_not_fit_its_title_is_told_once_for_all_that_do_not() -> None:
    text = small().replace("五、存在", "四、存在").replace("六、其他需要", "五、其他需要")
    (finding,) = found(text, "F-002")
    assert finding.verdict == "fail"
    assert "有 2 个部分" in finding.message.zh
    assert finding.quote == "四、存在的主要问题及改进情况"


@pytest.mark.parametrize("numeral", ["", "(五)", "5."])
def test_a_title_without_a_numeral_of_its_kind_is_not_told(numeral: str) -> None:
    assert found(small().replace("五、存在", f"{numeral}存在"), "F-002") == []


def test_a_section_that_is_out_of_its_place_is_no_missing_one() -> None:
    text = small()
    five = text[text.index(FIVE) : text.index(SIX)]
    moved = text.replace(five, "").replace(FOUR, f"{five}{FOUR}")
    report = read(moved)
    assert [(each.rule, each.verdict) for each in report.findings if each.rule in {"F-001", "F-002"}] == [
        ("F-002", "fail")
    ]


def test_a_missing_section_is_not_out_of_place() -> None:
    text = small()
    assert found(text[: text.index(FIVE)] + text[text.index(SIX) :], "F-002") == []


@pytest.mark.parametrize(
    ("section_1", "verdict"),
    [
        ("一、主动公开情况\n全年公开42条。\n二、依申请公开情况\n按时答复。", ["fail"]),
        ("一、主动公开。全年公开42条。\n二、依申请公开。按时答复。", ["uncertain"]),
        ("(一)主动公开情况\n全年公开42条。\n(二)依申请公开情况\n按时答复。", []),
        ("一是主动公开,全年公开42条。\n二是依申请公开,按时答复。", []),
        ("二、依申请公开情况\n按时答复。", []),
    ],
)
def test_numbering_that_starts_anew_inside_section_1_is_told(section_1: str, verdict: list[str]) -> None:
    assert verdicts(small(section_1), "F-003") == verdict


def test_numbering_that_starts_anew_inside_section_5_is_told() -> None:
    words = "一、主要问题\n栏目更新不及时。\n二、改进情况\n加强培训,按月检查。"
    assert verdicts(made(sections={5: words}), "F-003") == ["fail"]


@pytest.mark.parametrize(
    ("section_6", "verdict"),
    [
        ("未收取信息处理费。\n七、名词解释", ["fail"]),
        ("未收取信息处理费。\n七、附件目录", []),
        ("未收取信息处理费。\n七、本年度还开展了培训,详见上文。", []),
        ("一、未收取信息处理费。\n七、名词解释", []),
    ],
)
def test_a_seventh_section_is_told(section_6: str, verdict: list[str]) -> None:
    assert verdicts(small(section_6=section_6), "F-004") == verdict


def test_another_section_is_not_told_where_one_of_the_six_may_hide_behind_it() -> None:
    text = small(section_6="未收取信息处理费。\n七、名词解释").replace(FIVE, "五、不足与打算")
    assert found(text, "F-004") == []
