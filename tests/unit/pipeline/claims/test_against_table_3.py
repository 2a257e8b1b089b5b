"""Sentences held against table 3 and against themselves: X-001, X-003, X-013, X-016, X-017."""

import time

import pytest

from tests.unit.pipeline.made import found, small, verdicts

AGREES = """\
收到政府信息公开申请10件,办结10件。
2023年共收到依申请公开12件(含上年结转2件),答复10件,结转2024年2件。
收到政府信息公开申请十件,上年结转两件。
按时答复10件政府信息公开申请。
我局收到信息公开申请10件,同比下降33.3%。2022年收到信息公开申请15件。
收到政府信息公开申请10件,其中通过网络收到申请8件,信函2件。
收到人大建议12件、政协提案5件,均按期答复。
全年受理12345热线工单264件,办结264件。
收到市长信箱转来的信件58件,已办结58件,办结率100%,处理政府信息申请公开4件。
全市共收到政府信息公开申请412件。
全市各级行政机关收到政府信息公开申请412件,答复405件。
各县区共收到政府信息公开申请412件。
其中市本级收到政府信息公开申请10件,县区收到政府信息公开申请300件。
上半年收到政府信息公开申请4件,下半年收到6件。
一季度收到政府信息公开申请4件。
近三年收到政府信息公开申请30件。
自2019年以来收到政府信息公开申请50件。
收到补正后的政府信息公开申请1件。
收到10名申请人提交的政府信息公开申请,共10件。
受理政府信息公开行政复议案件3件,答复3件。
收到政府信息公开申请1.2万件。
收到政府信息公开申请近百件。
收到政府信息公开申请几十件。
接到群众电话咨询政府信息公开申请流程20次。""".splitlines()


@pytest.mark.parametrize("sentence", AGREES)
def test_a_sentence_that_does_not_contradict_table_3_raises_no_alarm(sentence: str) -> None:
    text = small(sentence)
    assert [rule for rule in ("X-001", "X-003", "X-013") if found(text, rule)] == []


@pytest.mark.parametrize(
    ("sentence", "rule", "said"),
    [
        ("收到政府信息公开申请11件。", "X-001", 11),
        ("共收到依申请公开13件。", "X-001", 13),
        ("受理信息公开申请二十件。", "X-001", 20),
        ("接到政府信息公开申请１１件。", "X-001", 11),
        ("答复政府信息公开申请9件。", "X-003", 9),
        ("收到信件3封。全年收到政府信息公开申请10件,办结9件。", "X-003", 9),
    ],
)
def test_a_sentence_that_contradicts_table_3_fails_with_its_words(sentence: str, rule: str, said: int) -> None:
    findings = found(small(sentence), rule)
    assert [(finding.verdict, finding.left, finding.right) for finding in findings] == [("fail", said, 10)]
    assert findings[0].quote is not None
    assert findings[0].quote in sentence


def test_a_claim_against_an_unknown_figure_is_uncertain() -> None:
    text = small("收到政府信息公开申请11件。", cells={"requests.new_received.total": "约10"})
    assert verdicts(text, "X-001") == ["uncertain"]


@pytest.mark.parametrize(
    "sentence",
    [
        "2023年未收到政府信息公开申请。",
        "本年度无政府信息公开申请。",
        "未收到任何公民、法人和其他组织的政府信息公开申请。",
    ],
)
def test_saying_that_none_came_in_contradicts_a_count(sentence: str) -> None:
    assert verdicts(small(sentence), "X-013") == ["fail"]


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年未收到政府信息公开申请。",
        "未收到企业的政府信息公开申请。",
        "部分乡镇未收到政府信息公开申请。",
        "未收到通过互联网提出的政府信息公开申请。",
        "未收到因政府信息公开申请引起的行政复议。",
        "上半年未收到政府信息公开申请。",
    ],
)
def test_saying_that_none_of_a_kind_came_in_contradicts_nothing(sentence: str) -> None:
    assert found(small(sentence), "X-013") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "全年公开信息48条,其中政务动态17条、机构类4条、其他27条。",
        "共发布信息48条,其中政务动态17条、机构类4条等。",
        "共发布信息48条,其中政务动态17条。",
        "公开信息48条。其中,动态20条,通知28条。",
        "共发布信息947条,其中部门信息520条,乡镇信息427条,网站点击1872次。",
        "收到申请10件,其中自然人9件,企业1件,办结10件,结转0件。",
        "收到申请10件,其中自然人9件,企业1件;答复10件,其中予以公开7件,不予处理3件。",
        "公开信息50条,其中本级30条,比上年增加10条,下级20条。",
        "制定规范性文件3件,其中废止1件,现行有效40件。",
        "共发布信息近百条,其中动态17条、机构4条。",
    ],
)
def test_parts_that_may_be_right_raise_no_alarm(sentence: str) -> None:
    assert found(small(sentence), "X-016") == []


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("共发布信息48条,其中政务动态17条、机构类4条。", "fail"),
        ("发布信息186条,其中机构12条、动态95条、统计64条、其他18条。", "fail"),
        ("共发布信息四十八条,包括动态十七条、机构四条。", "fail"),
        ("举办新闻发布会3场,其中主要负责人出席1场,分管负责人出席1场。", "uncertain"),
        ("公开信息100条,其中通过网站公开60条、微博公开50条。", "uncertain"),
    ],
)
def test_parts_that_do_not_add_up_are_told(sentence: str, verdict: str) -> None:
    assert verdicts(small(sentence), "X-016") == [verdict]


@pytest.mark.parametrize(
    ("sentence", "fails"),
    [
        ("公开信息324条,其中动态3条,占0.93%。", False),
        ("公开信息324条,其中动态3条,占0.92%。", True),
        ("公开信息800条,其中动态1条,占0.13%。", False),
        ("公开信息800条,其中动态1条,占0.12%。", False),
        ("公开信息800条,其中动态1条,占0.11%。", True),
        ("公开信息48条,同比增长20%。", False),
        ("公开信息324条,其中动态3条(0.93%)。", False),
        ("公开信息324条,其中动态3条(0.92%)。", True),
        ("公开信息324条,动态比上年增加3条(20%)。", False),
        ("收到来信324件,按期答复323件(100%)。", False),
        ("公开信息近800条,其中动态1条,占0.5%。", False),
        ("收到申请10件,其中自然人9件,占90%,企业1件,占10.0%。", False),
    ],
)
def test_a_percentage_is_right_within_half_a_unit_of_its_last_digit(sentence: str, *, fails: bool) -> None:
    assert verdicts(small(sentence), "X-017") == (["fail"] if fails else [])


@pytest.mark.parametrize(
    "piece",
    [
        "共48条,其中17条、31条。",
        "共48条,其中17条、31条,",
        "收到信息公开申请12件,",
        "收到12件",
        "12件,占10%、",
        "收到信息公开申请12件。",
        "未收到政府信息公开申请,",
        "未收到政府信息公开申请。无结转。均已办结。",
        "12件,比上年增加4件,增长50%。",
        "其中12件(",
        "12件),其中",
        "其中新收12件,上年结转9件,",
        "12件;其中1件;1件;",
        "12件(1.5%)",
        "按申请人分,",
        "市人社局",
        "1,000",
        "其中",
        "一百件",
        "9",
        "一",
        "未收到",
        "2023年",
        "《",
        "收取",
    ],
)
def test_a_long_text_takes_no_quadratic_time(piece: str) -> None:
    text = small(piece * (80_000 // len(piece)), piece * (80_000 // len(piece)))
    started = time.process_time()
    found(text, "X-001")
    assert time.process_time() - started < 4
