"""The two editions of the official form. Sources: 国办公开办函〔2021〕30号, 国办公开办函〔2019〕60号."""

from .model import Column, Form, Row, Section, Table

SECTIONS = (
    Section(
        number=1,
        key="overview",
        label="总体情况",
        variants=(
            "工作基本情况",
            "总体概述",
            "总体要求",
            "概述",
            "概况",
            "政府信息公开概况",
            "工作总体情况",
            "基本情况",
        ),
    ),
    Section(
        number=2,
        key="proactive_disclosure",
        label="主动公开政府信息情况",
        variants=(
            "行政机关主动公开政府信息情况",
            "主动公开政府信息的情况",
            "行政机关主动公开政府信息的情况",
            "主动公开政府政府信息情况",
        ),
    ),
    Section(
        number=3,
        key="requests",
        label="收到和处理政府信息公开申请情况",
        variants=(
            "行政机关收到和处理政府信息公开申请情况",
            "收到和处理政府信息公开申请的情况",
            "行政机关收到和处理政府信息公开申请的情况",
        ),
    ),
    Section(
        number=4,
        key="litigation",
        label="政府信息公开行政复议、行政诉讼情况",
        variants=(
            "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
            "因政府信息公开工作被申请行政复议、提起行政诉讼的情况",
            "政府信息公开行政复议、行政诉讼的情况",
            "政府信息公开行政复议和行政诉讼情况",
        ),
    ),
    Section(
        number=5,
        key="problems",
        label="存在的主要问题及改进情况",
        variants=(
            "政府信息公开工作存在的主要问题及改进情况",
            "存在问题及改进情况",
            "存在的问题及改进情况",
            "存在的主要问题和改进情况",
            "政府信息公开工作存在的问题及改进情况",
            "存在的主要问题及改进措施",
        ),
    ),
    Section(
        number=6,
        key="other_matters",
        label="其他需要报告的事项",
        variants=("其他需要报告的情况", "需要报告的其他事项", "其他需报告的事项", "其他需要报告事项"),
    ),
)

_ISSUED = Column(key="issued", label="本年制发件数")
_REPEALED = Column(key="repealed", label="本年废止件数")
_IN_FORCE = Column(key="in_force", label="现行有效件数", variants=("现行有效件",))
_DECISIONS = Column(key="decisions", label="本年处理决定数量", variants=("处理决定数量", "本年处理绝对数量"))
_FEES = Column(key="amount_10k_cny", label="本年收费金额(单位:万元)", variants=("本年收费金额",), amount=True)

_CAPTIONS = (
    "第二十条第(一)项",
    "第二十条第(五)项",
    "第二十条第(六)项",
    "第二十条第(八)项",
    "第二十条第(九)项",
    "信息内容",
)

_REGULATIONS_VARIANTS = ("规章(设区的市、自治州人民政府应提供相关数据)",)

_PROACTIVE_2021 = Table(
    key="proactive_disclosure",
    title="主动公开政府信息情况",
    section=2,
    furniture=_CAPTIONS,
    rows=(
        Row(key="regulations", label="规章", variants=_REGULATIONS_VARIANTS, columns=(_ISSUED, _REPEALED, _IN_FORCE)),
        Row(
            key="normative_documents",
            label="行政规范性文件",
            variants=("规范性文件",),
            columns=(_ISSUED, _REPEALED, _IN_FORCE),
        ),
        Row(key="licences", label="行政许可", columns=(_DECISIONS,)),
        Row(key="penalties", label="行政处罚", columns=(_DECISIONS,)),
        Row(key="coercive_measures", label="行政强制", columns=(_DECISIONS,)),
        Row(key="fees", label="行政事业性收费", variants=("行政事业型收费",), columns=(_FEES,)),
    ),
)

_NEWLY_MADE = Column(key="newly_made", label="本年新制作数量")
_NEWLY_PUBLISHED = Column(key="newly_published", label="本年新公开数量")
_TOTAL_PUBLISHED = Column(key="total_published", label="对外公开总数量")
_PREVIOUS_ITEMS = Column(key="previous_items", label="上一年项目数量")
_CHANGE = Column(key="change", label="本年增/减", signed=True)
_DECISIONS_2019 = Column(key="decisions", label="处理决定数量")
_ITEMS = Column(key="items", label="采购项目数量")
_AMOUNT = Column(key="amount_10k_cny", label="采购总金额", amount=True)
_WORK = (_PREVIOUS_ITEMS, _CHANGE, _DECISIONS_2019)

_PROACTIVE_2019 = Table(
    key="proactive_disclosure",
    title="主动公开政府信息情况",
    section=2,
    furniture=_CAPTIONS,
    rows=(
        Row(
            key="regulations",
            label="规章",
            variants=_REGULATIONS_VARIANTS,
            columns=(_NEWLY_MADE, _NEWLY_PUBLISHED, _TOTAL_PUBLISHED),
        ),
        Row(
            key="normative_documents",
            label="规范性文件",
            variants=("行政规范性文件",),
            columns=(_NEWLY_MADE, _NEWLY_PUBLISHED, _TOTAL_PUBLISHED),
        ),
        Row(key="licences", label="行政许可", columns=_WORK),
        Row(key="other_services", label="其他对外管理服务事项", columns=_WORK),
        Row(key="penalties", label="行政处罚", columns=_WORK),
        Row(key="coercive_measures", label="行政强制", columns=_WORK),
        Row(key="fees", label="行政事业性收费", variants=("行政事业型收费",), columns=(_PREVIOUS_ITEMS, _CHANGE)),
        Row(key="procurement", label="政府集中采购", columns=(_ITEMS, _AMOUNT)),
    ),
)

REQUEST_COLUMNS = (
    Column(key="natural_person", label="自然人"),
    Column(key="commercial", label="商业企业"),
    Column(key="research", label="科研机构"),
    Column(key="social_welfare", label="社会公益组织"),
    Column(key="legal_service", label="法律服务机构"),
    Column(key="other", label="其他"),
    Column(key="total", label="总计"),
)


# The five kinds of legal persons, which the form puts under one header, 法人或其他组织, without a sum of their own.
LEGAL_COLUMNS = tuple(column.key for column in REQUEST_COLUMNS if column.key not in {"natural_person", "total"})


def _request(key: str, number: str, label: str, *variants: str, group: str = "", needs_number: bool = False) -> Row:
    return Row(
        key=key,
        label=label,
        variants=variants,
        columns=REQUEST_COLUMNS,
        number=number,
        group=group,
        needs_number=needs_number,
    )


_RESULTS = (
    _request("new_received", "一", "本年新收政府信息公开申请数量", "本年新收政府信息公开数量"),
    _request("carried_over_in", "二", "上年结转政府信息公开申请数量", "上年结转政府信息公开数量"),
    _request("granted", "(一)", "予以公开"),
    _request("partially_granted", "(二)", "部分公开(区分处理的,只计这一情形,不计其他情形)", "部分公开"),
    _request("refused.state_secret", "1", "属于国家秘密", group="不予公开"),
    _request("refused.prohibited_by_law", "2", "其他法律行政法规禁止公开", group="不予公开"),
    _request("refused.endangers_stability", "3", "危及“三安全一稳定”", group="不予公开"),
    _request("refused.third_party_rights", "4", "保护第三方合法权益", group="不予公开"),
    _request("refused.internal_affairs", "5", "属于三类内部事务信息", "属于三类内容事务信息", group="不予公开"),
    _request("refused.process_information", "6", "属于四类过程性信息", group="不予公开"),
    _request("refused.enforcement_file", "7", "属于行政执法案卷", group="不予公开"),
    _request("refused.administrative_query", "8", "属于行政查询事项", group="不予公开"),
    _request("unavailable.not_held", "1", "本机关不掌握相关政府信息", group="无法提供"),
    _request("unavailable.not_ready_made", "2", "没有现成信息需要另行制作", group="无法提供"),
    _request("unavailable.unclear_after_correction", "3", "补正后申请内容仍不明确", group="无法提供"),
    _request("not_processed.petition", "1", "信访举报投诉类申请", group="不予处理"),
    _request("not_processed.repeated", "2", "重复申请", group="不予处理"),
    _request("not_processed.publication", "3", "要求提供公开出版物", group="不予处理"),
    _request("not_processed.excessive", "4", "无正当理由大量反复申请", group="不予处理"),
    _request("not_processed.confirmation", "5", "要求行政机关确认或重新出具已获取信息", group="不予处理"),
)
_OTHER_2021 = (
    _request(
        "other.overdue_correction",
        "1",
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "申请人无正当理由逾期不补正",
        "逾期不补正",
        group="其他处理",
    ),
    _request(
        "other.overdue_fee",
        "2",
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "申请人逾期未按收费通知要求缴纳费用",
        "逾期不缴费",
        group="其他处理",
    ),
    _request("other.other", "3", "其他", group="其他处理", needs_number=True),
)
_OTHER_2019 = (_request("other", "(六)", "其他处理"),)
_CLOSING = (
    _request("total", "(七)", "总计", needs_number=True),
    _request("carried_over_out", "四", "结转下年度继续办理"),
)
_REQUEST_FURNITURE = (
    "申请人情况",
    "法人或其他组织",
    "本年度办理结果",
    "不予公开",
    "无法提供",
    "不予处理",
    "其他处理",
    "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)",
    "(本列数据的钩稽关系为:第一项加第二项之和,等于第三项加第四项之和)",
)


def _requests(other: tuple[Row, ...]) -> Table:
    rows = (*_RESULTS, *other, *_CLOSING)
    return Table(
        key="requests", title="收到和处理政府信息公开申请情况", section=3, rows=rows, furniture=_REQUEST_FURNITURE
    )


# The five outcomes that each block of table 4 has.
LITIGATION_COLUMNS = (
    Column(key="upheld", label="结果维持"),
    Column(key="corrected", label="结果纠正"),
    Column(key="other", label="其他结果"),
    Column(key="pending", label="尚未审结"),
    Column(key="total", label="总计"),
)

LITIGATION = Table(
    key="litigation",
    title="政府信息公开行政复议、行政诉讼情况",
    section=4,
    furniture=("行政诉讼",),
    rows=(
        Row(key="reconsideration", label="行政复议", columns=LITIGATION_COLUMNS),
        Row(key="litigation_direct", label="未经复议直接起诉", columns=LITIGATION_COLUMNS),
        Row(key="litigation_after_reconsideration", label="复议后起诉", columns=LITIGATION_COLUMNS),
    ),
)

FORM_2021 = Form(
    key="2021",
    source="国办公开办函〔2021〕30号",
    tables=(_PROACTIVE_2021, _requests(_OTHER_2021), LITIGATION),
    marks=("本年制发件数", "本年废止件数", "现行有效件", "本年处理决定数量", "本年收费金额"),
)
FORM_2019 = Form(
    key="2019",
    source="国办公开办函〔2019〕60号",
    tables=(_PROACTIVE_2019, _requests(_OTHER_2021), LITIGATION),
    marks=(
        "本年新制作数量",
        "本年新公开数量",
        "对外公开总数量",
        "上一年项目数量",
        "本年增/减",
        "采购项目数量",
        "采购总金额",
    ),
)
FORM_2019_ONE_OTHER = Form(
    key="2019",
    source=FORM_2019.source,
    tables=(_PROACTIVE_2019, _requests(_OTHER_2019), LITIGATION),
    marks=FORM_2019.marks,
)
FORMS = (FORM_2021, FORM_2019)
