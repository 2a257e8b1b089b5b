"""The words of a batch's page in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BatchWords:
    """The words of this page alone, in one language."""

    kind: str
    title: str
    submitted_at: str
    ledger: str
    balanced: tuple[str, str]
    reports: str
    gravest: str
    verdict: str
    all_clean: str
    none_yet: str
    rules: tuple[str, ...]
    agencies: tuple[str, ...]
    failures: tuple[str, ...]
    dead: str
    rejected: str
    no_agency: str
    rest: str
    first: str
    total: str
    dismissed: str
    dismissed_note: str
    counted: str
    small_print: str


BATCH_WORDS = {
    "zh": BatchWords(
        kind="批次汇总",
        title="批次 {}：{}",
        submitted_at="提交时间",
        ledger="台账",
        balanced=("平衡", "不平衡，请立即报告维护人员"),
        reports="年报",
        gravest="已有结果 {} 份 = 有错误 {} + 仅有警告 {} + 仅有提示 {} + 未发现不一致 {}",
        verdict="{} 份年报有错误需要核实（已有结果 {} 份，占 {}%）。",
        all_clean="{} 份年报均未发现错误。",
        none_yet="尚无结果。",
        rules=("按规则", "规则", "级别", "条数", "处数", "年报（份）"),
        agencies=("按机关（最严重的在前）", "机关", "年报（份）", "处数", "错误", "警告", "提示", "未能确定"),
        failures=("失败与拒收", "代码", "份数"),
        dead="失败 {}",
        rejected="拒收 {}",
        no_agency="（未写明机关）",
        rest="其余 {} 个机关",
        first="只列出前 {} 个机关，共 {} 个；全部列出请加 --all（接口为 all=true）。",
        total="合计",
        dismissed="不作为问题",
        dismissed_note="“不作为问题”为经人复核后排除的条数，不计入其他各栏；条数与它合计，等于库中全部问题。",
        counted="处数：同一处错误引起的多条问题计为一处，记在领头的规则名下；“未能确定”不计入，也不认定机关有误。",
        small_print="由“年报”程序汇总（程序 {}，规则 {}）；统计对象为本批次文件所指的年报，重复提交的只计一次。",
    ),
    "en": BatchWords(
        kind="Summary of a batch",
        title="Batch {}: {}",
        submitted_at="Submitted",
        ledger="Ledger",
        balanced=("balanced", "NOT BALANCED, tell the maintainers at once"),
        reports="Reports",
        gravest="{} with results = with errors {} + with warnings only {} + with infos only {} + nothing found {}",
        verdict="{} of {} reports with results ({}%) have errors to be checked.",
        all_clean="No error found in {} reports.",
        none_yet="There are no results yet.",
        rules=("By rule", "Rule", "Weight", "Findings", "Issues", "Reports"),
        agencies=("By agency, worst first", "Agency", "Reports", "Issues", "Errors", "Warnings", "Infos", "Uncertain"),
        failures=("Failed and rejected", "Code", "Files"),
        dead="dead: {}",
        rejected="rejected: {}",
        no_agency="(no agency named)",
        rest="{} more agencies",
        first="The first {} agencies of {} are listed; --all (over HTTP all=true) lists every one.",
        total="Sum",
        dismissed="Dismissed",
        dismissed_note="Dismissed: findings that a person dismissed; no other column counts them, and with them "
        "the findings add up to all that are stored.",
        counted="Issues: findings that one error caused are one, counted with the rule that leads; "
        "what is uncertain is no issue and says nothing against the agency.",
        small_print="Added up by the program Nianbao ({}, rules {}) over the reports that the files of this batch point to, "
        "each once.",
    ),
}
