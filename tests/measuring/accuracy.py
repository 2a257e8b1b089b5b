"""`make accuracy`: reads the corpus and prints what was right, per format and layout, and the alarms of each rule; ends with 1 if anything is wrong."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import closing

from config.settings import OfficeSettings
from pipeline.stages import read_report
from tests.corpus.case import CASES, CONVERTED, CorpusCase, seen
from tests.corpus.rules import RULE_CASES
from workers.office import LibreOffice

from .tally import Tally, tally_of, tally_of_rules

_LIMIT_S = 60.0
_HEAD = (
    "format",
    "layout",
    "files",
    "right",
    "unknown",
    "wrong",
    "sections",
    "metadata",
    "alarms",
    "missed",
    "refused",
)
_WIDTHS = (7, 28, 6, 6, 8, 6, 9, 9, 7, 7, 8)
Key = tuple[str, str]


def _readable() -> list[CorpusCase]:
    """All cases, without those that need LibreOffice where it is not installed."""
    if shutil.which(OfficeSettings().command) is not None:
        return list(CASES)
    left_out = [case.name for case in CASES if case.format in CONVERTED]
    sys.stdout.write(f"LibreOffice is not installed, so these are left out: {', '.join(left_out)}\n")
    return [case for case in CASES if case.format not in CONVERTED]


def measured() -> dict[Key, Tally]:
    """The tallies by format and layout."""
    tallies: dict[Key, Tally] = {}
    with closing(LibreOffice(OfficeSettings(), _LIMIT_S)) as office:
        for case in _readable():
            read = seen(read_report(case.source.read_bytes(), case.source.name, office))
            key = (case.format, case.layout)
            tallies[key] = tallies.get(key, Tally()) + tally_of(case.expected, read)
    return tallies


def measured_rules() -> dict[Key, Tally]:
    """The tallies of the reports of each rule, by the kind of report and layout; they are printed and read here."""
    tallies: dict[Key, Tally] = {}
    for case in RULE_CASES:
        for layout in case.layouts:
            read = read_report(case.printed(layout), case.name)
            found = {(each.rule, each.verdict) for each in read.findings}
            key = (case.kind, f"rules, {layout}")
            told = tally_of_rules(case.finds, found, refused=read.error is not None)
            tallies[key] = tallies.get(key, Tally()) + told
    return tallies


def _row(words: tuple[object, ...]) -> str:
    texts = (str(word).ljust(width) if at < 2 else str(word).rjust(width) for at, (word, width) in enumerate(zip(words, _WIDTHS, strict=True)))  # fmt: skip
    return " ".join(texts).rstrip()


def _cells(key: Key, tally: Tally) -> tuple[object, ...]:
    sections, metadata = f"{tally.sections_right}/{tally.sections}", f"{tally.metadata_right}/{tally.metadata}"
    counts = (tally.files, tally.right, tally.unknown, tally.wrong)
    return (*key, *counts, sections, metadata, tally.false_alarms, tally.missed, tally.refused)


def lines(tallies: dict[Key, Tally]) -> Iterator[str]:
    """The table, and the one line that sums it up."""
    whole = sum(tallies.values(), Tally())
    yield _row(_HEAD)
    yield from (_row(_cells(key, tally)) for key, tally in sorted(tallies.items()))
    for kind in sorted({key[0] for key in tallies}):
        yield _row(_cells((kind, "(all)"), sum((t for key, t in tallies.items() if key[0] == kind), Tally())))
    yield _row(_cells(("all", ""), whole))
    yield (
        f"accuracy: right={whole.right} unknown={whole.unknown} wrong={whole.wrong} "
        f"false_alarms={whole.false_alarms} missed={whole.missed}"
    )


def status_of(tallies: dict[Key, Tally]) -> int:
    """1 if a figure is wrong, an alarm false or one missed, else 0."""
    return int(any(tally.wrong or tally.false_alarms or tally.missed for tally in tallies.values()))


def main() -> int:
    """Print the table; return the exit status."""
    tallies = measured() | measured_rules()
    sys.stdout.write("\n".join(lines(tallies)) + "\n")
    return status_of(tallies)


if __name__ == "__main__":
    sys.exit(main())
