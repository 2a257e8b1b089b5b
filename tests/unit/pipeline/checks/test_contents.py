"""F-018, F-019, F-020: what breaks each, what just does not, and where it cannot be told."""

import pytest

from tests.unit.pipeline.made import found, made, small, verdicts

WHOLE = "主动公开信息42条;按时答复申请;审核信息内容;维护门户网站;加强培训和监督。"
CITY = "青箬市人民政府"
CITY_TITLE = f"{CITY}2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("section_1", "lacking"),
    [
        (WHOLE, None),
        (WHOLE.replace("按时答复申请;", ""), "依申请公开"),
        (WHOLE.replace("维护门户网站;", ""), "平台建设"),
        (WHOLE.replace("加强培训和监督", "工作顺利"), "监督保障"),
        (WHOLE.replace("审核信息内容;维护门户网站", "用好公众号"), "政府信息管理"),
    ],
)
def test_what_section_1_does_not_tell_of_is_named(section_1: str, lacking: str | None) -> None:
    findings = found(small(section_1), "F-018")
    assert [each.message.zh.split(":")[1].split(";")[0] for each in findings] == ([lacking] if lacking else [])


def test_a_government_tells_of_assessment_evaluation_and_accountability_too() -> None:
    told = WHOLE + "公开工作纳入考核,开展社会评议,无责任追究情形。"
    assert found(made(sections={1: told}, agency=CITY, title=CITY_TITLE), "F-018") == []
    (finding,) = found(made(sections={1: WHOLE}, agency=CITY, title=CITY_TITLE), "F-018")
    assert all(name in finding.message.zh for name in ("工作考核", "社会评议", "责任追究"))


@pytest.mark.parametrize(("section_1", "verdict"), [("", ["uncertain"]), ("(正文略)", [])])
def test_a_section_1_without_text_is_not_assessable(section_1: str, verdict: list[str]) -> None:
    assert verdicts(small(section_1), "F-018") == verdict


def test_traditional_characters_tell_of_the_same_things() -> None:
    assert found(small("主動公開資訊42條;按時答復申請;審核內容;維護門戶網站;加強培訓和監督。"), "F-018") == []


@pytest.mark.parametrize(
    ("section_5", "verdict"),
    [("无。", ["fail"]), ("", ["fail"]), ("无较大问题,待改进。", ["fail"]), ("个别栏目更新不及时,将按月检查。", []), ("(略)", [])],
)  # fmt: skip
def test_a_section_5_of_a_few_characters_is_told(section_5: str, verdict: list[str]) -> None:
    assert verdicts(made(sections={5: section_5}), "F-019") == verdict


def test_an_empty_section_5_at_the_end_of_a_file_may_have_been_cut_off() -> None:
    text = made(sections={5: ""})
    assert verdicts(text[: text.index("六、其他需要")], "F-019") == ["uncertain"]


@pytest.mark.parametrize(
    ("section_5", "says"),
    [
        ("一是公开内容有待进一步完善。二是业务水平还需提高。", "只写了问题"),
        ("下一步,将加强业务培训,按月检查栏目更新。", "只写了改进"),
        ("存在更新不够及时等问题。下一步将加强培训。", None),
        ("一是部分栏目更新较慢,已安排专人负责。", None),
        ("离群众的要求还有差距,需要在以后的工作中认真加以解决。", None),
        ("下一步将着力解决公开不够及时的问题。", None),
        ("本年度未发现存在的突出问题和困难。", None),
        ("本年度公开工作平稳有序顺利。", None),
        ("存在更新不夠及時等問題。下一步將加強培訓。", None),
    ],
)
def test_problems_without_improvements_and_the_reverse_are_told(section_5: str, says: str | None) -> None:
    findings = found(made(sections={5: section_5}), "F-020")
    assert [says in each.message.zh for each in findings if says] == ([True] if says else [])
    assert bool(findings) == bool(says)
