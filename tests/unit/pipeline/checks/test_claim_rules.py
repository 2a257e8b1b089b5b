"""Each rule on what sentences claim: a report that breaks it, one that just does not, and one that cannot be assessed."""

from decimal import Decimal

import pytest

from pipeline.checks import RULES
from tests.making import Cell
from tests.unit.pipeline.made import found, read, small, verdicts

REQUESTS = "收到政府信息公开申请10件"
_CLAIMED = {f"X-{number:03}" for number in range(1, 20)} | {"T2-003", "T2-004", "T3-008", "F-021"}
_NEW, _IN, _TOTAL, _OUT = (
    f"requests.{row}.total" for row in ("new_received", "carried_over_in", "total", "carried_over_out")
)
_P = "proactive_disclosure"

#: Rule, section, a sentence that breaks it, one that just does not, the two sides, and a cell that must be known.
CASES: tuple[tuple[str, int, str, str, tuple[object, object], str], ...] = (
    ("X-001", 1, "收到政府信息公开申请11件。", f"{REQUESTS}。", (11, 10), ""),
    ("X-001", 1, "共收到政府信息公开申请13件。", "共收到政府信息公开申请12件。", (13, 10), ""),
    ("X-001", 3, "全年收到申请9件。", "全年收到申请10件。", (9, 10), ""),
    ("X-002", 1, f"{REQUESTS},上年结转3件。", f"{REQUESTS},上年结转2件。", (3, 2), _IN),
    ("X-002", 1, f"{REQUESTS},无上年结转。", f"{REQUESTS},上年结转两件。", (0, 2), _IN),
    ("X-003", 1, "收到信件9封;答复政府信息公开申请9件。", "收到信件9封;答复政府信息公开申请10件。", (9, 10), ""),
    ("X-003", 1, f"{REQUESTS}；办结9件。", f"{REQUESTS}；办结10件。", (9, 10), ""),
    ("X-004", 1, f"{REQUESTS},结转至2024年办理1件。", f"{REQUESTS},结转至2024年办理2件。", (1, 2), _OUT),
    ("X-004", 1, f"{REQUESTS},无结转。", f"{REQUESTS},结转下年度2件。", (0, 2), _OUT),
    ("X-005", 1, f"{REQUESTS},其中予以公开6件。", f"{REQUESTS},其中予以公开7件。", (6, 7), "requests.granted.total"),
    ("X-006", 1, f"{REQUESTS},其中自然人8件。", f"{REQUESTS},其中自然人9件。", (8, 9), "requests.new_received.natural_person"),
    ("X-006", 1, f"{REQUESTS},其中法人或其他组织2件。", f"{REQUESTS},其中法人或其他组织1件。", (2, 1), ""),
    ("X-007", 1, "因政府信息公开引发行政复议2件。", "因政府信息公开引发行政复议3件。", (2, 3), "litigation.reconsideration.total"),
    ("X-008", 4, "行政诉讼1件。", "行政诉讼0件。", (1, 0), ""),
    ("X-008", 4, "未经复议直接起诉1件。", "未经复议直接起诉0件。", (1, 0), "litigation.litigation_direct.total"),
    ("X-009", 4, "行政复议3件,结果维持3件。", "行政复议3件,结果维持2件。", (3, 2), "litigation.reconsideration.upheld"),
    ("X-009", 4, "行政复议3件,尚未审结2件。", "行政复议3件,尚未审结1件。", (2, 1), "litigation.reconsideration.pending"),
    ("X-010", 1, "制定规范性文件4件。", "制定规范性文件3件。", (4, 3), f"{_P}.normative_documents.issued"),
    ("X-010", 2, "全年废止规范性文件2件。", "全年废止规范性文件1件。", (2, 1), f"{_P}.normative_documents.repealed"),
    ("X-010", 1, "未制发规范性文件。", "公开规范性文件12件。", (0, 3), f"{_P}.normative_documents.issued"),
    ("X-011", 1, "办理行政许可97件,行政处罚103件。", "办理行政许可98件,行政处罚103件。", (97, 98), f"{_P}.licences.decisions"),
    ("X-011", 1, "作出行政处罚决定102件。", "公开处罚事项12条。", (102, 103), f"{_P}.penalties.decisions"),
    ("X-012", 6, "全年收取行政事业性收费1万元。", "全年收取行政事业性收费0万元。", (1, 0), f"{_P}.fees.amount_10k_cny"),
    ("X-013", 1, "本年度未收到政府信息公开申请。", "未收到企业的政府信息公开申请。", (0, 10), _NEW),
    ("X-014", 1, f"{REQUESTS},均已办结。", f"{REQUESTS},均在法定期限内答复。", (0, 2), _OUT),
    ("X-014", 1, f"{REQUESTS},办结率100%。", f"{REQUESTS},按期办结率100%。", (0, 2), _OUT),
    ("X-015", 4, "未发生行政复议、行政诉讼。", "未发生行政诉讼。", (0, 3), "litigation.reconsideration.total"),
    ("X-016", 1, "共发布信息48条,其中动态17条、机构4条。", "共发布信息48条,其中动态44条、机构4条。", (48, 21), ""),
    ("X-017", 1, "公开信息324条,其中动态3条,占0.92%。", "公开信息324条,其中动态3条,占0.93%。", (Decimal("0.93"), Decimal("0.92")), ""),
    ("X-018", 1, f"{REQUESTS},比上年增加2件,增长20%。", f"{REQUESTS},比上年增加2件,增长25%。", (25, 20), ""),
    ("X-018", 1, f"{REQUESTS},较上年12件下降20%。", f"{REQUESTS},较上年12件下降16.7%。", (17, 20), ""),
    ("X-018", 1, f"{REQUESTS},与上年9件持平。", f"{REQUESTS},与上年10件持平。", (10, 9), ""),
    ("X-018", 1, f"{REQUESTS}(上年12件),同比下降20%。", f"{REQUESTS}(上年12件),同比下降16.7%。", (17, 20), ""),
    ("X-018", 1, f"{REQUESTS},同比下降20%(2022年为12件)。", f"{REQUESTS},同比下降16.7%(2022年为12件)。", (17, 20), ""),
    ("X-018", 1, f"{REQUESTS},同比增长20%,增加2件。", f"{REQUESTS},同比增长25%,增加2件。", (25, 20), ""),
    ("X-003", 1, "全年办理政府信息公开申请9件。", "全年办理政府信息公开申请12件。", (9, 10), ""),
    ("X-019", 1, f"{REQUESTS}。工作有序。全年收到政府信息公开申请14件。", f"{REQUESTS}。全年共收到政府信息公开申请12件。", (10, 14), ""),
    ("X-019", 1, f"{REQUESTS}。本年度未收到政府信息公开申请。", f"{REQUESTS}。2022年未收到政府信息公开申请。", (10, 0), ""),
    ("T2-003", 6, "收取信息处理费3940元。", "收取信息处理费0元。", (Decimal("0.394"), 0), f"{_P}.fees.amount_10k_cny"),
)  # fmt: skip


def _report(section: int, sentence: str, cells: dict[str, Cell] | None = None) -> str:
    return small(cells=cells, others={section: sentence}) if section != 6 else small(section_6=sentence, cells=cells)


@pytest.mark.parametrize(("rule", "section", "breaks", "keeps", "sides", "cell"), CASES)
def test_a_sentence_that_contradicts_the_report_is_told_with_both_sides(
    rule: str, section: int, breaks: str, keeps: str, sides: tuple[object, object], cell: str
) -> None:
    text = _report(section, breaks)
    findings = found(text, rule)
    assert [each.verdict for each in findings] == ["fail"]
    finding = findings[0]
    assert finding.quote is not None
    assert finding.quote in breaks
    assert finding.left == sides[0]
    assert finding.right == sides[1] or rule == "X-018"
    assert all(
        str(side) in finding.message.zh and str(side) in finding.message.en for side in (finding.left, finding.right)
    )
    if rule not in {"X-016", "X-017", "X-018", "X-019"}:
        assert finding.operands
        assert all(operand.at is not None for operand in finding.operands)


@pytest.mark.parametrize(("rule", "section", "breaks", "keeps", "sides", "cell"), CASES)
def test_a_sentence_that_agrees_raises_no_alarm(
    rule: str, section: int, breaks: str, keeps: str, sides: tuple[object, object], cell: str
) -> None:
    assert found(_report(section, keeps), rule) == []


@pytest.mark.parametrize(("rule", "section", "breaks", "keeps", "sides", "cell"), [case for case in CASES if case[5]])
def test_a_claim_against_an_unknown_figure_is_not_assessed(
    rule: str, section: int, breaks: str, keeps: str, sides: tuple[object, object], cell: str
) -> None:
    assert found(_report(section, breaks, {cell: "/"}), rule) == []


def test_every_rule_on_claims_is_in_the_catalogue_with_both_messages() -> None:
    rules = {rule.id: rule for rule in RULES}
    assert set(rules) >= _CLAIMED
    assert {rule for rule, *_ in CASES} | {"T2-004", "T3-008", "F-021"} == _CLAIMED


def test_a_group_that_is_known_in_part_fails_when_that_part_is_more_than_was_said() -> None:
    sentence = f"{REQUESTS},其中不予处理2件。"
    assert verdicts(_report(1, sentence), "X-005") == ["fail"]
    assert verdicts(_report(1, sentence, {"requests.not_processed.repeated.total": "/"}), "X-005") == ["fail"]
    assert verdicts(_report(1, sentence, {"requests.not_processed.petition.total": "/"}), "X-005") == []


def test_all_were_upheld_fails_where_one_was_corrected_and_is_doubtful_where_one_is_pending() -> None:
    assert verdicts(_report(4, "行政复议3件,均维持。"), "X-009") == ["uncertain"]
    corrected: dict[str, Cell] = {"litigation.reconsideration.pending": 0, "litigation.reconsideration.corrected": 1}
    assert verdicts(_report(4, "行政复议3件,均维持。", corrected), "X-009") == ["fail"]


def test_a_lapsed_fee_notice_contradicts_that_none_was_sent() -> None:
    cells: dict[str, Cell] = {"requests.other.overdue_fee.total": 1, "requests.other.overdue_fee.natural_person": 1}
    denied, collected = "本机关未向申请人发出收费通知,未收取信息处理费。", "本机关未收取信息处理费。"
    assert verdicts(_report(6, denied, cells), "T3-008") == ["fail"]
    assert verdicts(_report(6, collected, cells), "T3-008") == []
    assert verdicts(_report(6, denied), "T3-008") == []


def test_a_table_of_zeros_beside_decisions_in_words_is_told() -> None:
    zeros: dict[str, Cell] = {
        **{f"{_P}.normative_documents.{column}": 0 for column in ("issued", "repealed", "in_force")},
        f"{_P}.licences.decisions": 0,
        f"{_P}.penalties.decisions": 0,
    }
    assert verdicts(_report(1, "办理行政许可98件。", zeros), "T2-004") == ["fail"]
    assert verdicts(_report(1, "公开行政许可98件。", zeros), "T2-004") == []
    assert verdicts(_report(1, "办理行政许可98件。", {**zeros, f"{_P}.fees.amount_10k_cny": "/"}), "T2-004") == []
    assert verdicts(_report(1, "办理行政许可98件。", {**zeros, f"{_P}.penalties.decisions": 1}), "T2-004") == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{REQUESTS},均已办结。结转下年度2件。",
        f"全年{REQUESTS},其中3件为征地类。另收到上级转办政府信息公开申请4件。",
        "收到政府信息公开申请15件,其中我局受理10件,转其他单位5件。",
        "上半年收到政府信息公开申请4件,下半年收到6件。",
        "收到自然人政府信息公开申请9件,收到法人或其他组织政府信息公开申请1件。",
        "全年收取信息处理费,办理行政复议30件。",
        "本年度收到政府信息公开申请10件(含邮寄3件、网上7件),同比下降20%。",
        "收到政府信息公开申请4件。收到政府信息公开申请6件。",
    ],
)
def test_what_may_well_be_right_raises_no_alarm(sentence: str) -> None:
    fired = {each.rule for each in read(_report(1, sentence)).findings}
    assert fired & _CLAIMED == set()


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("共48条，其中动态17条、机构31条；收到来信27条。", []),
        ("共48条，其中动态17条、机构4条；收到来信26条。", ["uncertain"]),
        ("共48条，其中动态17条、机构40条；收到来信26条。", ["fail"]),
        ("共48条，其中动态17条；机构4条；其他27条。", []),
        ("共48条，其中动态20条（其中要闻5条、通知15条），机构28条。", []),
        ("共48条，其中动态20条（其中要闻5条、通知16条），机构28条。", ["fail"]),
        ("收到申请12件（其中网络8件、信函4件），答复12件。", []),
        ("共48条，其中动态20条、机构等5条。", []),
        ("共收到12件，其中自然人9件、企业3件，已全部答复，其中公开2件，无法提供10件。", []),
        ("收到12件，办理上年结转6件。其中，网络5件，信函7件。", []),
        ("共收到4件（直接起诉3件、复议后起诉1件），其中驳回3件，尚未审结1件。", []),
        ("共收到4件（直接起诉3件、复议后起诉1件），其中驳回3件，尚未审结2件。", ["fail"]),
        ("共48条；其中动态17条；机构4条；其他26条。", ["fail"]),
        ("累计公开301条。其中普法8条，领导4条。", []),
        ("公开497条，其中新闻165条，通知39条，服务23篇，专栏10个。", []),
        ("网站公开754条，新媒体公开54条。其中，微博1298条、抖音62条。", []),
    ],
)
def test_a_list_may_end_at_a_semicolon_and_parts_in_brackets_are_of_the_part_before(
    sentence: str, verdict: list[str]
) -> None:
    assert verdicts(_report(1, sentence), "X-016") == verdict


def test_words_that_we_do_not_know_make_a_claim_doubtful() -> None:
    assert verdicts(_report(1, "通力协作收到政府信息公开申请11件。"), "X-001") == ["uncertain"]


def test_the_sides_of_a_finding_read_as_they_will_once_they_were_stored() -> None:
    (finding,) = found(small("公开信息40条,其中动态13条,占35.20%。"), "X-017")
    assert (str(finding.left), str(finding.right)) == ("32.5", "35.2")
