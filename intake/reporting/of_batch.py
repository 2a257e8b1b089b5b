"""One batch as a page: its ledger, what was found by rule and by agency with the sums below, and what failed and why."""

from collections.abc import Iterator, Mapping
from typing import get_args

from intake.queries.batch_values import AgencyLine, BatchSummary, Reports, Tally
from pipeline.checks import RULES, rules_version
from pipeline.version import PIPELINE_VERSION

from .batch_words import BATCH_WORDS, BatchWords
from .model import WEIGHTS, Cell, Count, Grid, Page, Reviewed, Row, Weight
from .words import WORDS

_TITLES = {rule.id: rule.title for rule in RULES}


def describe_batch(summary: BatchSummary, lang: str) -> Page:
    """Return the page of a batch; each of its tables ends with the sums of what stands in it."""
    words = BATCH_WORDS[lang]
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


def _facts(summary: BatchSummary, words: BatchWords) -> Iterator[tuple[str, str]]:
    yield words.submitted_at, f"{summary.submitted_at:%Y-%m-%d %H:%M} UTC"
    equation = ledger_equation(summary, words is BATCH_WORDS["zh"])
    yield words.ledger, f"{equation} · {words.balanced[not summary.balanced]}"
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


def _verdict(reports: Reports, words: BatchWords) -> str:
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
    for reviewed in get_args(Reviewed):
        if number := getattr(found, reviewed):
            yield Count(reviewed, said.weights[reviewed], number, said.lines.format(number))


def _rules(summary: BatchSummary, lang: str) -> Grid:
    words, said = BATCH_WORDS[lang], WORDS[lang]
    rows = [
        Row(
            f"{line.rule} {getattr(_TITLES[line.rule], lang) if line.rule in _TITLES else ''}".strip(),
            (
                Cell(said.weight[line.weight]),
                *map(_number, (line.findings, line.issues, line.reports)),
                *_dismissed(line.dismissed, summary),
            ),
        )
        for line in summary.rules
    ]
    found = summary.found
    if rows:
        sums = (_number(found.stored - found.dismissed), _number(found.issues))
        # A report that breaks two rules stands in two lines: the column of reports has no sum.
        cells = (Cell(""), *sums, Cell("", "absent"), *_dismissed(found.dismissed, summary))
        rows.append(Row(words.total, cells))
    caption, corner, *columns = words.rules
    columns += [words.dismissed] if found.dismissed else []
    note = f"{words.counted} {words.dismissed_note}" if found.dismissed else words.counted
    return Grid("rules", caption, corner, tuple(columns), tuple(rows), note)


def _dismissed(number: int, summary: BatchSummary) -> tuple[Cell, ...]:
    """A cell of the column of what was dismissed, which a batch has in which something was."""
    return (_number(number),) if summary.found.dismissed else ()


def _agencies(summary: BatchSummary, lang: str) -> Grid:
    words, agencies = BATCH_WORDS[lang], summary.agencies
    rows = [_agency(line.agency or words.no_agency, line, summary) for line in agencies.listed]
    note = ""
    if agencies.rest is not None:
        rows.append(_agency(words.rest.format(agencies.number - len(agencies.listed)), agencies.rest, summary))
        note = words.first.format(len(agencies.listed), agencies.number)
    if rows:
        rows.append(_agency(words.total, AgencyLine(None, summary.reports.checked, summary.found), summary))
    caption, corner, *columns = words.agencies
    columns += [words.dismissed] if summary.found.dismissed else []
    return Grid("agencies", caption, corner, tuple(columns), tuple(rows), note)


def _agency(name: str, line: AgencyLine, summary: BatchSummary) -> Row:
    found = line.found
    weighed: Mapping[Weight, int] = {weight: getattr(found, weight) for weight in WEIGHTS}
    counts = (line.reports, found.issues, *(weighed[weight] for weight in WEIGHTS))
    return Row(name, (*map(_number, counts), *_dismissed(found.dismissed, summary)))


def _failures(summary: BatchSummary, words: BatchWords) -> Grid:
    rows = [Row(words.dead.format(code), (_number(count),)) for code, count in summary.dead_letters.items()]
    rows += [Row(words.rejected.format(code), (_number(count),)) for code, count in summary.rejected.items()]
    if rows:
        rows.append(Row(words.total, (_number(summary.ledger.dead + summary.ledger.rejected),)))
    caption, corner, *columns = words.failures
    return Grid("failures", caption, corner, tuple(columns), tuple(rows))


def _number(number: int) -> Cell:
    return Cell(str(number), "plain" if number else "zero")
