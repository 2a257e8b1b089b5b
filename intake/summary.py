"""What `nianbao run` prints at its end: each report, each finding, each failure, and the sums."""

from collections import Counter

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine

from models.tables import Finding, Severity, SubmissionOutcome, Verdict

from .ledger import FileLine, Ledger, file_lines, findings_of, open_dead_letters
from .terminal import SEVERITY_STYLES, on_stdout, plain

_MOST_LINES = 500
_STATES = {
    "done": ("完成 done", "green"),
    "dead": ("失败 dead", "bold red"),
    "duplicate": ("重复 duplicate", "dim"),
    "rejected": ("拒收 rejected", "bold red"),
}


def print_summary(engine: Engine, batch_id: int, counts: Ledger, seconds: float, lang: str) -> None:
    """Print the summary of one batch."""
    console = on_stdout()
    lines = file_lines(engine, batch_id)
    findings = findings_of(engine, batch_id)
    if len(lines) > _MOST_LINES:
        console.print(
            f"文件超过 {_MOST_LINES} 份,只列出有错误或失败的;全部结果见 --json 或数据库。 "
            f"Over {_MOST_LINES} files: only those with errors or failures are listed; see --json or the database for all.",
        )
        wrong = {report for report, f in findings if f.severity == Severity.ERROR and f.verdict == Verdict.FAIL}
        findings = [each for each in findings if each[0] in wrong and each[1].severity == Severity.ERROR]
        lines = [line for line in lines if line.report_id in wrong or _state(line) not in {"done", "duplicate"}]
    names = {line.report_id: line.agency or line.name for line in lines if line.report_id}
    console.print(_reports(lines, findings))
    _print_findings(console, findings, names, lang)
    _print_failures(console, engine, batch_id, lines, lang)
    rate = (counts.done + counts.dead) / seconds
    console.print(
        f"提交 submitted {counts.submitted} = 完成 done {counts.done} + 失败 dead {counts.dead} + "
        f"重复 duplicate {counts.duplicate} + 拒收 rejected {counts.rejected}"
        f" · {seconds:.1f} s · {rate:.1f} 份/秒 reports/s"
    )


def _reports(lines: list[FileLine], findings: list[tuple[int, Finding]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("文件 file", "机关 agency", "年度 year", "格式 form"):
        table.add_column(heading, overflow="fold")
    for heading in ("数据 figures", "错误 errors", "警告 warnings", "提示 infos"):
        table.add_column(heading, justify="right")
    table.add_column("状态 state")
    by_report = Counter(
        (report, finding.severity.value) for report, finding in findings if finding.verdict == Verdict.FAIL
    )
    for line in lines:
        words, style = _STATES[_state(line)]
        counts = [by_report[line.report_id or 0, severity] for severity in ("error", "warning", "info")]
        table.add_row(
            plain(line.name),
            plain(line.agency or "—"),
            str(line.year or "—"),
            line.form or "—",
            "—" if line.figures_read is None else f"{line.figures_read}/{line.figures_expected}",
            *(Text(str(n), SEVERITY_STYLES[s] if n else "dim") for n, s in zip(counts, SEVERITY_STYLES, strict=True)),
            Text(words, style),
        )
    return table


def _state(line: FileLine) -> str:
    if line.outcome != SubmissionOutcome.ACCEPTED or line.state is None:
        return line.outcome.value
    return line.state.value


def _print_findings(console: Console, findings: list[tuple[int, Finding]], names: dict[int, str], lang: str) -> None:
    if not findings:
        return
    console.print("不一致 What does not add up", style="bold")
    for report, finding in findings:
        style = SEVERITY_STYLES[finding.severity.value] if finding.verdict == Verdict.FAIL else "dim"
        message = finding.message_zh if lang == "zh" else finding.message_en
        line = Text.assemble(
            (f"  {finding.rule:7}", style), plain(names.get(report, str(report))), "  ", plain(message)
        )
        if finding.verdict == Verdict.UNCERTAIN:
            line.append(" (不确定)" if lang == "zh" else " (uncertain)", "dim")
        console.print(line)
    console.print()


def _print_failures(console: Console, engine: Engine, batch_id: int, lines: list[FileLine], lang: str) -> None:
    letters = open_dead_letters(engine, batch_id)
    if letters:
        console.print("死信 Dead letters", style="bold")
    for letter, name in letters:
        message = letter.message_zh if lang == "zh" else letter.message_en
        head = Text.assemble(f"  #{letter.id} ", (letter.code, "bold red"), "  ", plain(name), "  ", plain(message))
        console.print(head)
    rejected = [line for line in lines if line.outcome == SubmissionOutcome.REJECTED]
    if rejected:
        console.print("拒收 Rejected", style="bold")
    for line in rejected:
        message = (line.message_zh if lang == "zh" else line.message_en) or ""
        console.print(Text.assemble("  ", (line.code or "", "bold red"), "  ", plain(line.name), "  ", plain(message)))
    if letters or rejected:
        console.print()
