"""One report as a page on the terminal: its three tables drawn, broken cells marked, and what does not add up."""

from collections.abc import Iterator, Sequence

import msgspec
from rich import box
from rich.table import Table
from rich.text import Text

from pipeline.checks import Finding
from pipeline.checks.names import column_name, row_name, table_name
from pipeline.form import Form
from pipeline.report import Report
from pipeline.tables.reading import edition_of

from .terminal import SEVERITY_STYLES, on_stdout, plain

_WORDS = {
    "zh": {
        "year": "年度",
        "form": "格式",
        "period": "统计期限",
        "to": "至",
        "published": "发布",
        "row": "项目",
        "none": "没有发现问题。",
        "group": "很可能是同一处错误,引起 {} 条问题:",
        "unknown": "未知",
        "province": "省级政府",
        "city": "市级政府",
        "county": "县级政府",
        "town": "乡镇街道",
        "department": "部门",
    },
    "en": {
        "year": "year",
        "form": "form",
        "period": "figures of",
        "to": "to",
        "published": "published",
        "row": "row",
        "none": "Nothing found.",
        "group": "Probably one error, with {} consequences:",
        "unknown": "unknown",
        "province": "government of a province",
        "city": "government of a city",
        "county": "government of a county",
        "town": "government of a town",
        "department": "department",
    },
}
_MARK = "✗"
Place = tuple[str, str | None, str | None]


def print_report(report: Report, lang: str) -> None:
    """Print one report; a file that could not be read gives its code and what to do."""
    console = on_stdout()
    console.rule(plain(report.file.name))
    if report.error is not None:
        console.print(Text(report.error.code, "bold red"), plain(getattr(report.error.message, lang)))
        return
    console.print(plain(" · ".join(_about(report, _WORDS[lang]))))
    form = edition_of(report.form, set(report.tables["requests"]))
    marks = _marks(report.findings)
    for key in report.tables:
        console.print(_drawn(report, form, key, marks, lang))
    for line in finding_lines(report.findings, lang):
        console.print(line)
    if not report.findings:
        console.print(_WORDS[lang]["none"], style="green")


def _about(report: Report, words: dict[str, str]) -> list[str]:
    """Whose report it is, for which year and days, in which form, and when it was published."""
    about = [report.title or report.agency or words["unknown"]]
    about += [words[report.level]] if report.level else []
    about += [report.region] if report.region else []
    about += [
        f"{words['year']} {report.year or words['unknown']}",
        f"{words['form']} {report.form or words['unknown']}",
    ]
    if report.period is not None:
        about += [f"{words['period']} {report.period.start} {words['to']} {report.period.end}"]
    return about + ([f"{words['published']} {report.published_on}"] if report.published_on else [])


def finding_lines(findings: Sequence[Finding], lang: str) -> Iterator[Text]:
    """Yield the findings in their order; those of one group together at its first, below what explains them all."""
    told: set[int] = set()
    for finding in findings:
        if finding.group is None:
            yield finding_line(finding, lang)
        elif finding.group not in told:
            told.add(finding.group)
            yield from _group_lines([each for each in findings if each.group == finding.group], lang)


def _group_lines(group: Sequence[Finding], lang: str) -> Iterator[Text]:
    head = Text(_WORDS[lang]["group"].format(len(group)), SEVERITY_STYLES[group[0].severity])
    hint = next((each.hint for each in group if each.hint), None)
    yield head.append(" ").append(plain(getattr(hint.message, lang))) if hint else head
    for each in group:
        yield Text("  ").append(finding_line(msgspec.structs.replace(each, hint=None), lang))


def finding_line(finding: Finding, lang: str) -> Text:
    """Return a finding on one line, its hint after it."""
    style = SEVERITY_STYLES[finding.severity] if finding.verdict == "fail" else "dim"
    line = Text.assemble((f"{finding.rule:7}", style), plain(getattr(finding.message, lang)))
    if finding.verdict == "uncertain":
        line.append(" (不确定)" if lang == "zh" else " (uncertain)", "dim")
    if finding.hint is not None:
        line.append(" ").append(plain(getattr(finding.hint.message, lang)))
    return line


def _marks(findings: tuple[Finding, ...]) -> dict[Place, str]:
    """The style of each cell that a failed finding of a table names; the gravest first."""
    marks: dict[Place, str] = {}
    for severity in ("error", "warning", "info"):
        for finding in findings:
            if finding.severity == severity and finding.verdict == "fail":
                for operand in finding.operands:
                    if operand.value == 0 and operand.side == "right":
                        continue  # a zero in a long sum is not what is wrong with it
                    marks.setdefault((operand.table, operand.row, operand.column), SEVERITY_STYLES[severity])
    return marks


def _drawn(report: Report, form: Form, key: str, marks: dict[Place, str], lang: str) -> Table:
    table = form.table(key)
    columns = list(dict.fromkeys(column.key for row in table.rows for column in row.columns))
    drawn = Table(title=getattr(table_name(key), lang), box=box.SIMPLE_HEAD, title_justify="left")
    drawn.add_column(_WORDS[lang]["row"])
    for column in columns:
        drawn.add_column(getattr(column_name(form, key, column), lang), justify="right")
    for row in table.rows:
        cells = [
            _cell(report, (key, row.key, column), marks) if any(c.key == column for c in row.columns) else Text()
            for column in columns
        ]
        drawn.add_row(plain(getattr(row_name(form, key, row.key), lang)), *cells)
    return drawn


def _cell(report: Report, place: tuple[str, str, str], marks: dict[Place, str]) -> Text:
    value = report.tables[place[0]][place[1]][place[2]]
    broken = marks.get(place)
    # The mark is for a page without colours, as in a file or a pipe.
    shown = plain(f"{'?' if value is None else value}{_MARK if broken else ''}")
    shown.stylize(broken or ("dim" if value in {0, None} else ""))
    return shown
