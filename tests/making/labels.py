"""The Chinese wording of the 2021 form (国办公开办函〔2021〕30号), written here apart from the pipeline."""

from __future__ import annotations

from dataclasses import dataclass

APPLICANTS: dict[str, str] = {
    "natural_person": "自然人",
    "commercial": "商业企业",
    "research": "科研机构",
    "social_welfare": "社会公益组织",
    "legal_service": "法律服务机构",
    "other": "其他",
}
TOTAL = "总计"

SECTIONS: dict[int, str] = {
    1: "一、总体情况",
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
    5: "五、存在的主要问题及改进情况",
    6: "六、其他需要报告的事项",
}


@dataclass(frozen=True, slots=True)
class Block:
    """One block of table 2: a caption, its value columns (key → header) and its rows (key → label)."""

    caption: str
    columns: dict[str, str]
    rows: dict[str, str]


DECISIONS = {"decisions": "本年处理决定数量"}
PROACTIVE: tuple[Block, ...] = (
    Block(
        "第二十条第（一）项",
        {"issued": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数"},
        {"regulations": "规章", "normative_documents": "行政规范性文件"},
    ),
    Block("第二十条第（五）项", DECISIONS, {"licences": "行政许可"}),
    Block("第二十条第（六）项", DECISIONS, {"penalties": "行政处罚", "coercive_measures": "行政强制"}),
    Block("第二十条第（八）项", {"amount_10k_cny": "本年收费金额（单位：万元）"}, {"fees": "行政事业性收费"}),
)

REQUESTS_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "三、本年度办理结果"
NEW_RECEIVED = "一、本年新收政府信息公开申请数量"
CARRIED_OVER_IN = "二、上年结转政府信息公开申请数量"
CARRIED_OVER_OUT = "四、结转下年度继续办理"
RESULTS_TOTAL = "（七）总计"

# (row key, label) under each group label; a group of one row has no inner label and prints over two columns.
RESULT_GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("（一）予以公开", (("granted", ""),)),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", (("partially_granted", ""),)),
    (
        "（三）不予公开",
        (
            ("refused.state_secret", "1.属于国家秘密"),
            ("refused.prohibited_by_law", "2.其他法律行政法规禁止公开"),
            ("refused.endangers_stability", "3.危及“三安全一稳定”"),
            ("refused.third_party_rights", "4.保护第三方合法权益"),
            ("refused.internal_affairs", "5.属于三类内部事务信息"),
            ("refused.process_information", "6.属于四类过程性信息"),
            ("refused.enforcement_file", "7.属于行政执法案卷"),
            ("refused.administrative_query", "8.属于行政查询事项"),
        ),
    ),
    (
        "（四）无法提供",
        (
            ("unavailable.not_held", "1.本机关不掌握相关政府信息"),
            ("unavailable.not_ready_made", "2.没有现成信息需要另行制作"),
            ("unavailable.unclear_after_correction", "3.补正后申请内容仍不明确"),
        ),
    ),
    (
        "（五）不予处理",
        (
            ("not_processed.petition", "1.信访举报投诉类申请"),
            ("not_processed.repeated", "2.重复申请"),
            ("not_processed.publication", "3.要求提供公开出版物"),
            ("not_processed.excessive", "4.无正当理由大量反复申请"),
            ("not_processed.confirmation", "5.要求行政机关确认或重新出具已获取信息"),
        ),
    ),
    (
        "（六）其他处理",
        (
            ("other.overdue_correction", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
            ("other.overdue_fee", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
            ("other.other", "3.其他"),
        ),
    ),
)
RESULT_ROWS: tuple[str, ...] = tuple(key for _, members in RESULT_GROUPS for key, _ in members)
REQUEST_ROWS: tuple[str, ...] = ("new_received", "carried_over_in", *RESULT_ROWS, "total", "carried_over_out")
REQUEST_COLUMNS: tuple[str, ...] = (*APPLICANTS, "total")

OUTCOMES: dict[str, str] = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
    "total": TOTAL,
}
RECONSIDERATION = "行政复议"
LITIGATION = "行政诉讼"
SUITS: dict[str, str] = {
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_reconsideration": "复议后起诉",
}
DISPUTES: tuple[str, ...] = ("reconsideration", *SUITS)
