"""One report as a page: whose it is, what it comes to, what to check, its tables, and what we could not tell."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.checks import Finding
from pipeline.report import Report

from .chinese import typeset
from .grids import grids_of
from .issues import described, gathered, weight_of
from .model import WEIGHTS, Count, Grid, Issue, Issues, Page
from .words import WORDS, Words

_SHORT_HASH = 12


def describe_report(report: Report, lang: str) -> Page:
    """Return the page of one report; one that could not be read says why, one that waits says so."""
    words = WORDS[lang]
    groups = gathered(report.findings)
    issues = list(described(groups, report.form, lang))
    read = report.error is None and bool(report.tables)
    return Page(
        lang=lang,
        kind=words.kind,
        title=report.title or report.agency or report.file.name,
        facts=tuple(_facts(report, words)),
        verdict=_verdict(report, issues, words),
        counts=tuple(_counts(report.findings, issues, words)) if read else (),
        parts=tuple(_parts(report, groups, issues, lang)),
        small_print=words.small_print.format(report.pipeline_version, report.rules_version, report.file.sha256 or "—"),
    )


def _facts(report: Report, words: Words) -> Iterator[tuple[str, str]]:
    yield words.agency, report.agency or words.unknown
    if report.level:
        yield words.level, words.levels[report.level]
    if report.region:
        yield words.region, report.region
    yield words.year, str(report.year or words.unknown)
    if report.period is not None:
        yield words.period, f"{report.period.start} {words.until} {report.period.end}"
    yield words.form, words.form_name.format(report.form) if report.form else words.unknown
    yield words.published, str(report.published_on or words.unknown)
    yield words.file, f"{report.file.name} ({report.file.sha256[:_SHORT_HASH]})"
    yield words.read_with, f"{report.pipeline_version} · {report.rules_version}"


def _verdict(report: Report, issues: Sequence[Issue], words: Words) -> str:
    if report.error is not None:
        said = typeset(report.error.message.zh) if words is WORDS["zh"] else report.error.message.en
        return words.unread.format(report.error.code, said)
    if not report.tables:
        return words.waiting
    by_weight = Counter(issue.weight for issue in issues)
    if by_weight["error"]:
        return words.wrong.format(by_weight["error"])
    lesser = by_weight["warning"] + by_weight["info"]
    return words.only_lesser.format(lesser) if lesser else words.clean


def _counts(findings: Sequence[Finding], issues: Sequence[Issue], words: Words) -> Iterator[Count]:
    """How many issues there are of each weight, and how many findings where that differs; doubts one by one."""
    lines = Counter(weight_of(finding) for finding in findings)
    places = Counter(issue.weight for issue in issues)
    held = Counter({weight: sum(i.findings for i in issues if i.weight == weight) for weight in WEIGHTS})
    for weight in WEIGHTS:
        number = lines[weight] if weight == "doubt" else places[weight]
        if weight == "doubt":
            text = words.lines.format(number)
        elif held[weight] == number:
            text = words.places.format(number)
        else:
            text = words.places_of.format(number, held[weight])
        yield Count(weight, words.weights[weight], number, text)


def _parts(
    report: Report, groups: Sequence[Sequence[Finding]], issues: Sequence[Issue], lang: str
) -> Iterator[Issues | Grid]:
    words = WORDS[lang]
    ours = tuple(issue for issue in issues if issue.weight == "doubt")
    theirs = tuple(issue for issue in issues if issue.weight != "doubt")
    if theirs:
        yield Issues("agency", words.on_agency, words.on_agency_note, theirs)
    yield from grids_of(report, groups, lang)
    if ours or report.doubts:
        yield Issues("own", words.own, " ".join(filter(None, (words.own_note, _unknown(report, words)))), ours)


def _unknown(report: Report, words: Words) -> str:
    if not report.doubts:
        return ""
    kinds = Counter(each.kind for each in report.doubts)
    listed = words.comma.join(f"{words.kinds[kind]} {kinds[kind]}" for kind in words.kinds if kinds[kind])  # type: ignore[index]
    return words.unknown_figures.format(len(report.doubts), listed)
