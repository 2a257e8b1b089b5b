"""The words of the pages in both languages; each stands here once, whatever draws it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Every word of one language; `{}` is filled in by whoever uses it."""

    kind: str
    unknown: str
    comma: str
    colon: str
    agency: str
    level: str
    levels: dict[str, str]
    region: str
    year: str
    period: str
    until: str
    form: str
    form_name: str
    published: str
    file: str
    read_with: str
    weights: dict[str, str]
    weight: dict[str, str]
    places: str
    places_of: str
    lines: str
    clean: str
    clean_reviewed: str
    only_lesser: str
    wrong: str
    unread: str
    waiting: str
    on_agency: str
    on_agency_note: str
    own: str
    own_note: str
    unknown_figures: str
    kinds: dict[str, str]
    row: str
    legend: str
    would_be: str
    blank: str
    missing: str
    sides: tuple[str, str]
    in_text: str
    zeros: str
    caused: str
    caused_other: str
    also_unsure: str
    advice: str
    quote: str
    basis: str
    review: str
    remark: str
    remarks: dict[str, str]
    lapsed: dict[str, str]
    reviewed: str
    reviewed_note: str
    small_print: str


ZH = Words(
    kind="年报核对单",
    unknown="未知",
    comma="、",
    colon="：",
    agency="机关",
    level="类别",
    levels={
        "province": "省级政府",
        "city": "市级政府",
        "county": "县级政府",
        "town": "乡镇街道",
        "department": "部门",
    },
    region="地区",
    year="年度",
    period="统计期限",
    until="至",
    form="格式",
    form_name="{} 年版",
    published="发布日期",
    file="文件",
    read_with="读取版本",
    weights={
        "error": "错误",
        "warning": "警告",
        "info": "提示",
        "doubt": "未能确定",
        "dismissed": "不作为问题",
        "confirmed": "已确认",
    },
    weight={"error": "错误", "warning": "警告", "info": "提示", "doubt": "未能确定"},
    places="{} 处",
    places_of="{} 处（{} 条）",
    lines="{} 条",
    clean="未发现不一致。",
    clean_reviewed="没有需要核实的问题；{} 条经复核不作为问题。",
    only_lesser="未发现错误；有 {} 处值得留意。",
    wrong="有 {} 处错误需要核实。",
    unread="未能读取（[{}]）：{}",
    waiting="尚未处理完毕，还没有结果。",
    on_agency="需要机关核实的问题",
    on_agency_note="由同一处错误引起的问题合为一处，后果列在其下。",
    own="本系统未能确定",
    own_note="以下出自本系统的读取，或因数据未知而无法判断，不能据此认定机关有误。",
    unknown_figures="未知数据 {} 个（{}），从不当作 0。",
    kinds={"blank": "空白", "placeholder": "以符号代替", "text": "不是数字", "missing": "未读到"},
    row="项目",
    legend="圈内数字为问题编号；✗ 最可能有误，→ 后为更正值；斜体为未知，“空”即空白，“?”即未读到。",
    would_be="→ {}",
    blank="空",
    missing="?",
    sides=("左边", "右边"),
    in_text="正文所述",
    zeros="其余 {} 项为 0",
    caused="另有 {} 条勾稽关系因此不成立：",
    caused_other="另有 {} 条问题出自同一处：",
    also_unsure="同样未能确定的还有 {} 条：",
    advice="建议",
    quote="原文",
    basis="依据",
    review="复核",
    remark="{}（{}，{}）",
    remarks={"confirmed": "确认属实", "dismissed": "不作为问题", "mended": "已更正"},
    lapsed={
        "changed": "内容已变，此前的标记不再有效：{}",
        "still_found": "更正后的文件中仍有，此前的标记不再有效：{}",
    },
    reviewed="已复核，不作为问题",
    reviewed_note="以下经人复核后排除，不计入上面的数目，表中也不因此标记。",
    small_print="由“年报”程序自动读取并核对（程序 {}，规则 {}），供核实之用；文件 SHA-256：{}",
)
EN = Words(
    kind="Check of an annual report",
    unknown="unknown",
    comma="; ",
    colon=": ",
    agency="Agency",
    level="Kind",
    levels={
        "province": "government of a province",
        "city": "government of a city",
        "county": "government of a county",
        "town": "government of a town",
        "department": "department",
    },
    region="Region",
    year="Year",
    period="Figures of",
    until="to",
    form="Form",
    form_name="of {}",
    published="Published",
    file="File",
    read_with="Read with",
    weights={
        "error": "errors",
        "warning": "warnings",
        "info": "infos",
        "doubt": "uncertain",
        "dismissed": "dismissed",
        "confirmed": "confirmed",
    },
    weight={"error": "error", "warning": "warning", "info": "info", "doubt": "uncertain"},
    places="{}",
    places_of="{} ({} findings)",
    lines="{}",
    clean="Nothing found.",
    clean_reviewed="Nothing is left to be checked; {} reviewed and not held against the report.",
    only_lesser="No error found; {} to be aware of.",
    wrong="Errors to be checked: {}.",
    unread="Could not be read ([{}]): {}",
    waiting="Not done yet; there is no result.",
    on_agency="For the agency to check",
    on_agency_note="What one error caused stands as one, with its consequences below it.",
    own="What this system could not tell",
    own_note="These come from our own reading, or an unknown figure decides; they say nothing against the agency.",
    unknown_figures="Unknown figures: {} ({}); none is taken for 0.",
    kinds={"blank": "blank", "placeholder": "a sign instead", "text": "no number", "missing": "not found"},
    row="Row",
    legend="Circled numbers are those of the issues; ✗ is most probably wrong, what it would be follows →; "
    'italics are unknown, "blank" as it says, "?" not found.',
    would_be="→ {}",
    blank="blank",
    missing="?",
    sides=("left", "right"),
    in_text="as the text says",
    zeros="{} more are 0",
    caused="{} more identities fail because of it:",
    caused_other="{} more findings come from the same place:",
    also_unsure="{} more that could not be told:",
    advice="Advice",
    quote="Text",
    basis="Basis",
    review="Review",
    remark="{} ({}, {})",
    remarks={"confirmed": "confirmed", "dismissed": "dismissed", "mended": "mended"},
    lapsed={
        "changed": "changed since it was marked, and open again; before: {}",
        "still_found": "still found in the new file, and open again; before: {}",
    },
    reviewed="Reviewed, not held against the report",
    reviewed_note="A person looked at these and dismissed them: they are not counted above, and mark no cell.",
    small_print="Read and checked by the program Nianbao ({}, rules {}), to be verified by a person; SHA-256 of the file: {}",
)
WORDS = {"zh": ZH, "en": EN}
