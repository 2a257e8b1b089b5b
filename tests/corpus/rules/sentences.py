"""X-001 to X-019 and T2-003, T2-004, T3-008: what a sentence says against the tables, and against itself."""

from __future__ import annotations

from tests.making import Cell

from .base import Change, broken, cells, kept, row, says, section, untold

_P = "proactive_disclosure"
_ASKED = "收到政府信息公开申请12件"
_NEW, _IN, _TOTAL, _OUT = (
    f"requests.{key}" for key in ("new_received", "carried_over_in", "total", "carried_over_out")
)
_MARK = ("F-011", "fail")
_FLOW = (_MARK, ("T3-001", "uncertain"))
_RESULT = (_MARK, ("T3-002", "uncertain"))
_BLOCK = (_MARK, ("T4-001", "uncertain"))
_FEES = f"{_P}.fees.amount_10k_cny"
_ZEROS: dict[str, Cell] = {
    **{f"{_P}.normative_documents.{column}": 0 for column in ("issued", "repealed", "in_force")},
    f"{_P}.licences.decisions": 0,
    f"{_P}.penalties.decisions": 0,
    f"{_P}.coercive_measures.decisions": 0,
    _FEES: 0,
}
_DENIED = section(6, "本机关未向申请人发出收费通知，未收取信息处理费。")


def _lapsed(total: Cell) -> Change:
    """An application that lapsed for an unpaid fee, in place of the petition."""
    petition = {f"requests.not_processed.petition.{column}": 0 for column in ("natural_person", "total")}
    return cells(
        {**petition, "requests.other.overdue_fee.natural_person": 1, "requests.other.overdue_fee.total": total}
    )


CASES = (
    broken("T2-003", "126000元 of processing fees, 12.5 × 10,000 of all fees", section(6, "对3件申请收取信息处理费126000元。")),
    kept("T2-003", "125000元", section(6, "对3件申请收取信息处理费125000元。")),
    untold("T2-003", "the fees are not known", section(6, "对3件申请收取信息处理费126000元。"), cells({_FEES: "/"}), finds=(_MARK,)),
    broken("T2-004", "98 licences in words, table 2 all zero", says("办理行政许可98件。"), cells(_ZEROS), also=(("X-011", "fail"),)),
    kept("T2-004", "98 published licences are no decisions", says("公开行政许可98件。"), cells(_ZEROS)),
    untold("T2-004", "one figure is not known", says("办理行政许可98件。"), cells({**_ZEROS, _FEES: "/"}), finds=(_MARK, ("X-011", "fail"))),
    broken("T3-008", "one lapsed for an unpaid notice, none was sent", _DENIED, _lapsed(1)),
    kept("T3-008", "that nothing was collected does not say that none was sent", _lapsed(1)),
    untold("T3-008", "how many lapsed is not known", _DENIED, _lapsed("/"), finds=_RESULT),
    broken("X-001", "13 received in words, 12 in table 3", says("全年收到政府信息公开申请13件。")),
    kept("X-001", "共14件 holds the two that were carried in", says("全年共收到政府信息公开申请14件。")),
    untold("X-001", "the sentence has words that we do not know", says("通力协作收到政府信息公开申请13件。"), finds=(("X-001", "uncertain"),)),
    broken("X-002", "3 carried in in words, 2 in table 3", says(f"{_ASKED}，上年结转3件。")),
    kept("X-002", "两件", says(f"{_ASKED}，上年结转两件。")),
    untold("X-002", "the figure is not known", says(f"{_ASKED}，上年结转3件。"), row(_IN, total="/"), finds=_FLOW),
    broken("X-003", "12 answered in words, 13 in table 3", says("答复政府信息公开申请12件。")),
    kept("X-003", "letters that were answered are no applications", says("收到信件9封，办结9封。答复政府信息公开申请13件。")),
    untold("X-003", "the figure is not known", says("答复政府信息公开申请12件。"), row(_TOTAL, total="/"), finds=(*_FLOW, ("X-003", "uncertain"))),
    broken("X-004", "无结转, and 1 is", says(f"{_ASKED}，无结转。")),
    kept("X-004", "结转下年度1件", says(f"{_ASKED}，结转下年度1件。")),
    untold("X-004", "the figure is not known", says(f"{_ASKED}，无结转。"), row(_OUT, total="/"), finds=_FLOW),
    broken("X-005", "3 refused in words, 2 in the group", says(f"{_ASKED}，其中不予公开3件。")),
    kept("X-005", "2 refused", says(f"{_ASKED}，其中不予公开2件。")),
    untold("X-005", "one row of the group is not known", says(f"{_ASKED}，其中不予公开3件。"), row("requests.refused.state_secret", total="/"), finds=_RESULT),
    broken("X-006", "8 of natural persons in words, 9 in the column", says(f"{_ASKED}，其中自然人8件。")),
    kept("X-006", "9 of natural persons", says(f"{_ASKED}，其中自然人9件。")),
    untold("X-006", "the figure is not known", says(f"{_ASKED}，其中自然人8件。"), row(_NEW, natural_person="/"), finds=(*_FLOW, ("T3-003", "uncertain"))),
    broken("X-007", "3 reconsiderations in words, 4 in table 4", says("因政府信息公开引发行政复议3件。")),
    kept("X-007", "4 reconsiderations", says("因政府信息公开引发行政复议4件。")),
    untold("X-007", "the figure is not known", says("因政府信息公开引发行政复议3件。"), row("litigation.reconsideration", total="/"), finds=(_MARK,)),
    broken("X-008", "3 suits in words, 1 and 1 in table 4", says("因政府信息公开引发行政诉讼3件。")),
    kept("X-008", "2 suits", says("因政府信息公开引发行政诉讼2件。")),
    untold("X-008", "the suits of one kind are not known", says("因政府信息公开引发行政诉讼3件。"), row("litigation.litigation_direct", total="/"), finds=(_MARK,)),
    broken("X-009", "3 upheld in words, 2 in table 4", says("行政复议4件，结果维持3件。", 4)),
    kept("X-009", "2 upheld", says("行政复议4件，结果维持2件。", 4)),
    untold("X-009", "the figure is not known", says("行政复议4件，结果维持3件。", 4), row("litigation.reconsideration", upheld="/"), finds=_BLOCK),
    broken("X-010", "4 documents issued in words, 3 in table 2", says("制定规范性文件4件。")),
    kept("X-010", "pieces that are published are not issued", says("公开规范性文件4件。")),
    untold("X-010", "the figure is not known", says("制定规范性文件4件。"), row(f"{_P}.normative_documents", issued="/"), finds=(_MARK,)),
    broken("X-011", "97 licences in words, 98 in table 2", says("办理行政许可97件。")),
    kept("X-011", "items that are published are no decisions", says("公开行政许可事项97项。")),
    untold("X-011", "the figure is not known", says("办理行政许可97件。"), row(f"{_P}.licences", decisions="/"), finds=(_MARK,)),
    broken("X-012", "13.5 × 10,000 of fees in words, 12.5 in table 2", says("全年收取行政事业性收费13.5万元。")),
    kept("X-012", "fewer decimals will do", says("全年收取行政事业性收费12.5万元。"), cells({_FEES: "12.4983"})),
    untold("X-012", "the figure is not known", says("全年收取行政事业性收费13.5万元。"), cells({_FEES: "/"}), finds=(_MARK,)),
    broken("X-013", "未收到申请, and 12 came in", says("本年度未收到政府信息公开申请。")),
    kept("X-013", "those of one kind of applicants are not all", says("本年度未收到科研机构的政府信息公开申请。")),
    untold("X-013", "the figure is not known", says("本年度未收到政府信息公开申请。"), row(_NEW, total="/"), finds=_FLOW),
    broken("X-014", "均已办结, and 1 is carried over", says(f"{_ASKED}，均已办结。")),
    kept("X-014", "均在法定期限内答复 does not say that nothing is pending", says(f"{_ASKED}，均在法定期限内答复。")),
    untold("X-014", "the figure is not known", says(f"{_ASKED}，均已办结。"), row(_OUT, total="/"), finds=_FLOW),
    broken("X-015", "未发生行政复议, and there were 4", says("本年度未发生因政府信息公开引发的行政复议。")),
    kept("X-015", "that none was lost does not say that there was none", says("本年度未发生因政府信息公开被纠正的行政诉讼。")),
    untold("X-015", "the figure is not known", says("本年度未发生因政府信息公开引发的行政复议。"), row("litigation.reconsideration", total="/"), finds=(_MARK,)),
    broken("X-016", "17 + 4 are not 48", says("共发布信息48条，其中动态17条、机构4条。")),
    kept("X-016", "等 follows, so there may be more parts", says("共发布信息48条，其中动态17条、机构4条等。")),
    untold("X-016", "the whole is not called a sum, some parts may be left out", says("发布信息48条，其中动态27条、机构14条。"), finds=(("X-016", "uncertain"),)),
    broken("X-017", "3 of 324 are not 0.92 %", says("公开信息324条，其中动态3条，占0.92%。")),
    kept("X-017", "they are 0.93 %", says("公开信息324条，其中动态3条，占0.93%。")),
    untold("X-017", "of what it is a share is not said", says("公开信息324条，群众满意率为0.92%。")),
    broken("X-018", "2 more than 10 are not 25 % more", says(f"{_ASKED}，比上年增加2件，增长25%。")),
    kept("X-018", "they are 20 % more", says(f"{_ASKED}，比上年增加2件，增长20%。")),
    untold("X-018", "last year's figure is not said", says(f"{_ASKED}，同比增长25%。")),
    broken("X-019", "12 received, and 17", says(f"{_ASKED}。\n工作有序。全年共收到政府信息公开申请17件。")),
    kept("X-019", "14 are those 12 and the 2 that were carried in", says(f"{_ASKED}。\n工作有序。全年共收到政府信息公开申请14件。")),
    untold("X-019", "the other number has words that we do not know", says(f"{_ASKED}。\n通力协作收到政府信息公开申请17件。")),
)  # fmt: skip
