"""One report as a page: whose it is, what it comes to, what to check, its tables, and what we could not tell."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.checks import Finding
from pipeline.report import Report

from .chinese import typeset
from .grids import grids_of
from .issues import described, gathered, weight_of
from .model import WEIGHTS, Count, Grid, Issue, Issues, Page, Weight
from .remarks import Remarks, held
from .words import WORDS, Words

_SHORT_HASH = 12
_NONE: Remarks = {}


def describe_report(report: Report, lang: str, remarks: Remarks = _NONE) -> Page:
    """Return the page of one report; one that could not be read says why, one that waits says so.

    `remarks` is what people made of its findings: what they dismissed is not counted, marks no cell and stands at the end.
    """
    words = WORDS[lang]
    groups = gathered(report.findings, remarks)
    issues = list(described(groups, report.form, lang, remarks))
    counted = [ours for group in groups if (ours := held(group, remarks))]  # those without any stand last
    dismissed = len(report.findings) - sum(map(len, counted))
    read = report.error is None and bool(report.tables)
    return Page(
        lang=lang,
        kind=words.kind,
        title=report.title or report.agency or report.file.name,
        facts=tuple(_facts(report, words)),
        verdict=_verdict(report, issues, dismissed, words),
        counts=tuple(_counts(counted, issues, dismissed, words)) if read else (),
        parts=tuple(_parts(report, counted, issues, lang)),
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


def _verdict(report: Report, issues: Sequence[Issue], dismissed: int, words: Words) -> str:
    if report.error is not None:
        said = typeset(report.error.message.zh) if words is WORDS["zh"] else report.error.message.en
        return words.unread.format(report.error.code, said)
    if not report.tables:
        return words.waiting
    by_weight = Counter(issue.weight for issue in issues if not issue.is_dismissed)
    if by_weight["error"]:
        return words.wrong.format(by_weight["error"])
    lesser = by_weight["warning"] + by_weight["info"]
    if lesser:
        return words.only_lesser.format(lesser)
    return words.clean_reviewed.format(dismissed) if dismissed else words.clean


def _counts(
    counted: Sequence[Sequence[Finding]], issues: Sequence[Issue], dismissed: int, words: Words
) -> Iterator[Count]:
    """How many issues there are of each weight, and how many findings where that differs; doubts one by one."""
    places = Counter(issue.weight for issue in issues if not issue.is_dismissed)
    lines: Counter[Weight] = Counter()
    for group in counted:
        lines[weight_of(group[0])] += len(group)
    for weight in WEIGHTS:
        number = lines[weight] if weight == "doubt" else places[weight]
        if weight == "doubt":
            text = words.lines.format(number)
        elif lines[weight] == number:
            text = words.places.format(number)
        else:
            text = words.places_of.format(number, lines[weight])
        yield Count(weight, words.weights[weight], number, text)
    if dismissed:
        yield Count("dismissed", words.weights["dismissed"], dismissed, words.lines.format(dismissed))


def _parts(
    report: Report, counted: Sequence[Sequence[Finding]], issues: Sequence[Issue], lang: str
) -> Iterator[Issues | Grid]:
    words = WORDS[lang]
    reviewed = tuple(issue for issue in issues if issue.is_dismissed)
    ours = tuple(issue for issue in issues if issue.weight == "doubt" and not issue.is_dismissed)
    theirs = tuple(issue for issue in issues if issue.weight != "doubt" and not issue.is_dismissed)
    if theirs:
        yield Issues("agency", words.on_agency, words.on_agency_note, theirs)
    yield from grids_of(report, counted, lang)
    if ours or report.doubts:
        yield Issues("own", words.own, " ".join(filter(None, (words.own_note, _unknown(report, words)))), ours)
    if reviewed:
        yield Issues("reviewed", words.reviewed, words.reviewed_note, reviewed)


def _unknown(report: Report, words: Words) -> str:
    if not report.doubts:
        return ""
    kinds = Counter(each.kind for each in report.doubts)
    listed = words.comma.join(f"{words.kinds[kind]} {kinds[kind]}" for kind in words.kinds if kinds[kind])  # type: ignore[index]
    return words.unknown_figures.format(len(report.doubts), listed)
