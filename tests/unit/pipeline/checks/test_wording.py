"""F-024, F-026: what breaks each, what just does not, and where it cannot be told."""

import pytest

from tests.unit.pipeline.made import found, made, small, verdicts


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("国办公开函〔202130号", 1),
        ("国办公开函〔2021〕30号", 1),
        ("国办公开办函〔2021〕60号", 1),
        ("国办公开办函〔2019〕60号", 1),
        ("国务院令第492号", 1),
        ("国办函〔2020109号", 1),
        ("国办公开办涵〔2021〕30号", 1),
        ("国办公开办函〔2021〕30号", 0),
        ("国办公开办函[2021]30号", 0),
        ("国务院令第711号", 0),
        ("国办函〔2020〕109号", 0),
    ],
)
def test_a_garbled_or_superseded_citation_is_told(words: str, count: int) -> None:
    assert verdicts(made(preamble=f"根据有关规定({words})编制本报告。"), "F-024") == ["fail"] * count


def test_a_citation_that_was_in_force_in_the_reports_year_is_right() -> None:
    words = "根据有关规定(国办公开办函〔2019〕60号)编制本报告。"
    title = "青箬市水务局2020年政府信息公开工作年度报告"
    assert found(made(preamble=words, year=2020, title=title), "F-024") == []
    assert found(made(preamble=words, title="青箬市水务局政府信息公开工作报告"), "F-024") == []


LEFT = "联系电话XX待定|我局于20XX年成立小组|具体数量待补充|完善制度。。加强培训|完善制度,。加强培训|进一步进一步完善|严格按照按照规定|××局负责|拓宽了了渠道|网站的的专栏|组织开展开展检查"
RIGHT = (
    "内容有待补充|形式还需待补充|目的的确定|详见https://www.example.cn/XX,,a|型号为AXX9|抓落实落实到位|等等|以及及时公开|了了解情况"
    "|完善……制度|说:“好。”|信息信息化|人民政府政府信息公开|存在在线办理|尾号0454-86XX|XX公司扩建|营利为目的的活动|的的确确|不了了之|为了了解需求"
)


@pytest.mark.parametrize("words", LEFT.split("|"))
def test_what_was_left_standing_is_told(words: str) -> None:
    assert verdicts(small(f"我局维护网站,办理申请,开展培训,{words}。"), "F-026") == ["fail"]


@pytest.mark.parametrize("words", RIGHT.split("|"))
def test_words_that_only_look_doubled_are_not_told(words: str) -> None:
    assert found(small(f"我局维护网站,办理申请,开展培训,{words}"), "F-026") == []


def test_several_places_are_one_finding() -> None:
    (finding,) = found(small("XX局公开XX条。。其余待补充"), "F-026")
    assert "有 4 处" in finding.message.zh
