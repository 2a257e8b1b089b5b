"""Compares what the reader made of a file with what the file promises."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePath

from pipeline.report import Report
from pipeline.stages import read_report
from tests.making.rendered import Rendered

_FALSE_ALARMS = ("T2-", "T3-", "T4-", "F-009", "F-012", "F-013", "F-014", "F-015", "P-001")
# Where a careful person could not tell more of the figures than this, the table may be called unreadable (P-002).
_MOST_DESTROYED = 0.4


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that is not as promised: crash, error, wrong, alarm, unknown, form, sections, year.

    Or `kind`: rightly without a value, but for another reason than printed (a blank cell that was not found).
    """

    kind: str
    place: str
    got: object = None
    want: object = None

    def __str__(self) -> str:
        return f"{self.kind} {self.place}: got {self.got!s}, want {self.want!s}"


@dataclass(slots=True)
class Verdict:
    """How a report was read: counts of its figures, each miss, and apart from them the misses of kind `kind`."""

    right: int = 0
    destroyed: int = 0
    misses: list[Miss] = field(default_factory=list)
    kinds: list[Miss] = field(default_factory=list)

    def of(self, kind: str) -> list[Miss]:
        """The misses of one kind."""
        return [miss for miss in (*self.misses, *self.kinds) if miss.kind == kind]


def _values(report: Report) -> dict[str, int | Decimal | None]:
    return {
        f"{table}.{row}.{column}": value
        for table, rows in report.tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }


def _judge_figures(report: Report, file: Rendered, verdict: Verdict) -> None:
    values = _values(report)
    kinds = {f"{doubt.table}.{doubt.row}.{doubt.column}": doubt.kind for doubt in report.doubts}
    for place, want in file.expected.items():
        got = values.pop(place, None)
        if got is not None and got != want.value:
            verdict.misses.append(Miss("wrong", place, got, want.value if want.kind == "number" else want.kind))
        elif want.destroyed:
            verdict.destroyed += 1
        elif got != want.value:
            verdict.misses.append(Miss("unknown", place, kinds.get(place), want.value))
        else:
            verdict.right += 1
            if want.kind != "number" and kinds.get(place) != want.kind:
                verdict.kinds.append(Miss("kind", place, kinds.get(place), want.kind))
    verdict.misses += [Miss("wrong", place, got, "not in the form") for place, got in values.items() if got is not None]


def judge(file: Rendered) -> Verdict:
    """Read the file and compare."""
    verdict = Verdict()
    try:
        report = read_report(file.data, file.name)
    except Exception as error:  # noqa: BLE001 - whatever the reader raises is a miss like any other
        frame = traceback.extract_tb(error.__traceback__)[-1]
        verdict.misses.append(Miss("crash", f"{PurePath(frame.filename).name}:{frame.lineno}", repr(error)))
        return verdict
    if report.error is not None:
        destroyed = sum(each.destroyed for each in file.expected.values())
        if report.error.code == "table.unreadable" and destroyed > _MOST_DESTROYED * len(file.expected):
            verdict.destroyed = destroyed
        else:
            verdict.misses.append(Miss("error", "report", report.error.code))
        return verdict
    _judge_figures(report, file, verdict)
    found = tuple(section.number for section in report.sections)
    for kind, got, want in (
        ("sections", found, file.sections),
        ("year", report.year, file.truth.year),
        ("form", report.form, file.form or report.form),
    ):
        verdict.misses += [Miss(kind, "report", got, want)] if got != want else []
    verdict.misses += [
        Miss("alarm", finding.rule, finding.message.en)
        for finding in report.findings
        if finding.verdict == "fail" and finding.rule.startswith(_FALSE_ALARMS) and finding.rule not in file.allowed
    ]
    return verdict
