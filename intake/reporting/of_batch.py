"""One batch as a page: its ledger, what was found by rule and by agency with the sums below, and what failed and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake.queries.batch_summary import AgencyLine, BatchSummary, Reports, Tally
from pipeline.checks import RULES, rules_version
from pipeline.version import PIPELINE_VERSION

from .model import WEIGHTS, Cell, Count, Grid, Page, Row, Weight
from .words import WORDS

_TITLES = {rule.id: rule.title for rule in RULES}


@dataclass(frozen=True, slots=True)
class _Words:
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
    counted: str
    small_print: str


_WORDS = {
    "zh": _Words(
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
        counted="处数：同一处错误引起的多条问题计为一处，记在领头的规则名下；“未能确定”不计入，也不认定机关有误。",
        small_print="由“年报”程序汇总（程序 {}，规则 {}）；统计对象为本批次文件所指的年报，重复提交的只计一次。",
    ),
    "en": _Words(
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
        counted="Issues: findings that one error caused are one, counted with the rule that leads; "
        "what is uncertain is no issue and says nothing against the agency.",
        small_print="Added up by the program Nianbao ({}, rules {}) over the reports that the files of this batch point to, "
        "each once.",
    ),
}


def describe_batch(summary: BatchSummary, lang: str) -> Page:
    """Return the page of a batch; each of its tables ends with the sums of what stands in it."""
    words = _WORDS[lang]
    parts = (_rules(summary, lang), _agencies(summary, lang), _failures(summary, words))
    return Page(
        lang=lang,
        kind=words.kind,
        title=words.title.format(summary.batch, summary.label),
        facts=tuple(_facts(summary, words)),
        verdict=_verdict(summary.reports, words),
        counts=tuple(_counts(summary.found, lang)),
        parts=tuple(part for part in parts if part.rows),
        small_print=words.small_print.format(PIPELINE_VERSION, rules_version()),
    )


def _facts(summary: BatchSummary, words: _Words) -> Iterator[tuple[str, str]]:
    yield words.submitted_at, f"{summary.submitted_at:%Y-%m-%d %H:%M} UTC"
    yield words.ledger, f"{ledger_equation(summary, words is _WORDS['zh'])} · {words.balanced[not summary.balanced]}"
    counts = summary.reports
    numbers = (counts.checked, counts.with_errors, counts.with_warnings, counts.with_infos, counts.without)
    yield words.reports, words.gravest.format(*numbers)


def ledger_equation(summary: BatchSummary, chinese: bool) -> str:  # noqa: FBT001 - one of two languages
    """Return the equation that must hold of every batch."""
    names = (
        ("提交", "完成", "失败", "重复", "拒收", "处理中")
        if chinese
        else ("submitted", "done", "dead", "duplicate", "rejected", "in flight")
    )
    now = summary.ledger
    counts = (now.submitted, now.done, now.dead, now.duplicate, now.rejected, now.in_flight)
    whole, *parts = (f"{name} {count}" for name, count in zip(names, counts, strict=True))
    return f"{whole} = {' + '.join(parts)}"


def _verdict(reports: Reports, words: _Words) -> str:
    if not reports.checked:
        return words.none_yet
    if not reports.with_errors:
        return words.all_clean.format(reports.checked)
    share = f"{100 * reports.with_errors / reports.checked:.1f}"
    return words.verdict.format(reports.with_errors, reports.checked, share)


def _counts(found: Tally, lang: str) -> Iterator[Count]:
    said = WORDS[lang]
    for weight in WEIGHTS:
        number = getattr(found, weight)
        yield Count(weight, said.weights[weight], number, said.lines.format(number))


def _rules(summary: BatchSummary, lang: str) -> Grid:
    words, said = _WORDS[lang], WORDS[lang]
    rows = [
        Row(
            f"{line.rule} {getattr(_TITLES[line.rule], lang) if line.rule in _TITLES else ''}".strip(),
            (Cell(said.weight[line.weight]), *map(_number, (line.findings, line.issues, line.reports))),
        )
        for line in summary.rules
    ]
    if rows:
        found = summary.found
        findings = sum(getattr(found, weight) for weight in WEIGHTS)
        # A report that breaks two rules stands in two lines: the last column has no sum.
        rows.append(Row(words.total, (Cell(""), _number(findings), _number(found.issues), Cell("", "absent"))))
    caption, corner, *columns = words.rules
    return Grid("rules", caption, corner, tuple(columns), tuple(rows), words.counted)


def _agencies(summary: BatchSummary, lang: str) -> Grid:
    words, agencies = _WORDS[lang], summary.agencies
    rows = [_agency(line.agency or words.no_agency, line) for line in agencies.listed]
    note = ""
    if agencies.rest is not None:
        rows.append(_agency(words.rest.format(agencies.number - len(agencies.listed)), agencies.rest))
        note = words.first.format(len(agencies.listed), agencies.number)
    if rows:
        rows.append(_agency(words.total, AgencyLine(None, summary.reports.checked, summary.found)))
    caption, corner, *columns = words.agencies
    return Grid("agencies", caption, corner, tuple(columns), tuple(rows), note)


def _agency(name: str, line: AgencyLine) -> Row:
    found = line.found
    weighed: Mapping[Weight, int] = {weight: getattr(found, weight) for weight in WEIGHTS}
    return Row(name, (_number(line.reports), _number(found.issues), *(_number(weighed[weight]) for weight in WEIGHTS)))


def _failures(summary: BatchSummary, words: _Words) -> Grid:
    rows = [Row(words.dead.format(code), (_number(count),)) for code, count in summary.dead_letters.items()]
    rows += [Row(words.rejected.format(code), (_number(count),)) for code, count in summary.rejected.items()]
    if rows:
        rows.append(Row(words.total, (_number(summary.ledger.dead + summary.ledger.rejected),)))
    caption, corner, *columns = words.failures
    return Grid("failures", caption, corner, tuple(columns), tuple(rows))


def _number(number: int) -> Cell:
    return Cell(str(number), "plain" if number else "zero")
