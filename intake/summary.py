"""What `nianbao run` prints at its end: each file, what to check in each report, each failure, and the sums."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine

from models.tables import SubmissionOutcome

from .ledger import Ledger, open_dead_letters
from .queries.run_summary import FileLine, WorstReport, file_lines, worst_reports
from .reporting.issues import described, gathered, told_by
from .reporting.model import Issue
from .reporting.terminal import advice_lines
from .reporting.words import WORDS
from .terminal import SEVERITY_STYLES, on_stdout, plain

_MOST_FILES = 500
_MOST_REPORTS = 100
_MOST_LETTERS = 100
_MOST_NAMES = 12
_STATES = {
    "done": ("完成 done", "green"),
    "dead": ("失败 dead", "bold red"),
    "duplicate": ("重复 duplicate", "dim"),
    "rejected": ("拒收 rejected", "bold red"),
}


def print_summary(engine: Engine, batch_id: int, counts: Ledger, seconds: float, lang: str) -> None:
    """Print the summary of one batch, which stays readable and small however large the batch is."""
    console = on_stdout()
    many = counts.submitted > _MOST_FILES
    if many:
        console.print(
            f"文件超过 {_MOST_FILES} 份,只列出有错误或失败的,最多 {_MOST_FILES} 份;全部汇总见 nianbao report --batch {batch_id}。 "
            f"Over {_MOST_FILES} files: only those with errors or failures are listed, at most {_MOST_FILES}; "
            f"`nianbao report --batch {batch_id}` adds up all.",
        )
    lines = file_lines(engine, batch_id, most=_MOST_FILES, only_wrong=many)
    console.print(_files(lines))
    for line in _findings(engine, batch_id, lang):
        console.print(line)
    _print_failures(console, engine, batch_id, lines, lang)
    rate = (counts.done + counts.dead) / seconds
    console.print(
        f"提交 submitted {counts.submitted} = 完成 done {counts.done} + 失败 dead {counts.dead} + "
        f"重复 duplicate {counts.duplicate} + 拒收 rejected {counts.rejected}"
        f" · {seconds:.1f} s · {rate:.1f} 份/秒 reports/s"
    )


def _files(lines: Sequence[FileLine]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("文件 file", "机关 agency", "年度 year", "格式 form"):
        table.add_column(heading, overflow="fold")
    for heading in ("数据 figures", "错误 errors", "警告 warnings", "提示 infos"):
        table.add_column(heading, justify="right")
    table.add_column("状态 state")
    for line in lines:
        words, style = _STATES[_state(line)]
        counts = (line.error, line.warning, line.info)
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


def _findings(engine: Engine, batch_id: int, lang: str) -> Iterator[Text]:
    """Each report with what to check in it, the worst first; our own doubts on a line of their own."""
    reports, number = worst_reports(engine, batch_id, most=_MOST_REPORTS)
    if not reports:
        return
    yield Text("不一致 What does not add up", "bold")
    for report in reports:
        yield from _of_report(report, lang)
    if number > len(reports):
        yield Text(
            f"另有 {number - len(reports)} 份有问题的年报未列出;请用 nianbao report --batch {batch_id} 查看汇总。 "
            f"{number - len(reports)} more reports are not listed; see `nianbao report --batch {batch_id}`."
        )
    yield Text()


def _of_report(report: WorstReport, lang: str) -> Iterator[Text]:
    issues = list(described(gathered(report.findings), report.form, lang))
    words = WORDS[lang]
    title = " ".join(
        filter(None, (report.agency or f"{words.agency}{words.colon}{words.unknown}", str(report.year or "")))
    )
    yield Text.assemble((plain(title).plain, "bold"), ("  ", ""), (f"#{report.id} {plain(report.name).plain}", "dim"))
    for issue in issues:
        if issue.weight != "doubt":
            yield from _issue(issue, lang)
    doubts = [line.name for issue in issues if issue.weight == "doubt" for line in (issue.lead, *issue.consequences)]
    if doubts:
        yield Text(f"  {words.own} {words.lines.format(len(doubts))}{words.colon}{_names(doubts, lang)}", "dim")


def _issue(issue: Issue, lang: str) -> Iterator[Text]:
    """What leads, what is probably wrong, and the names of the rest that one error caused."""
    style = SEVERITY_STYLES[issue.weight]
    yield Text.assemble("  ", (f"{issue.lead.rule:7}", style), plain(issue.lead.message))
    inside = " " * 9
    for said in advice_lines(issue):
        yield Text(inside).append(said)
    if issue.consequences:
        names = _names([line.name for line in issue.consequences], lang)
        yield Text(f"{inside}{told_by(issue, WORDS[lang])}{names}")


def _names(names: Sequence[str], lang: str) -> str:
    more = "" if len(names) <= _MOST_NAMES else " …"
    return WORDS[lang].comma.join(plain(name).plain for name in names[:_MOST_NAMES]) + more


def _print_failures(console: Console, engine: Engine, batch_id: int, lines: Sequence[FileLine], lang: str) -> None:
    letters = open_dead_letters(engine, batch_id, most=_MOST_LETTERS + 1)
    if letters:
        console.print("死信 Dead letters", style="bold")
    for letter, name in letters[:_MOST_LETTERS]:
        message = letter.message_zh if lang == "zh" else letter.message_en
        head = Text.assemble(f"  #{letter.id} ", (letter.code, "bold red"), "  ", plain(name), "  ", plain(message))
        console.print(head)
    if len(letters) > _MOST_LETTERS:
        console.print("  … nianbao dead-letters list")
    rejected = [line for line in lines if line.outcome == SubmissionOutcome.REJECTED]
    if rejected:
        console.print("拒收 Rejected", style="bold")
    for line in rejected:
        message = (line.message_zh if lang == "zh" else line.message_en) or ""
        console.print(Text.assemble("  ", (line.code or "", "bold red"), "  ", plain(line.name), "  ", plain(message)))
    if letters or rejected:
        console.print()
