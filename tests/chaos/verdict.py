"""Compares what the run left with a calm run: the same bytes, read once, in this process, with nothing going wrong."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from intake.reports import stored_report
from models.tables import DeadLetter, Report, ReportState
from pipeline.report import to_json
from pipeline.stages import read_report

from . import checks
from .faults.poison import CODES
from .files import Made
from .looking import Look
from .traffic import Sent


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the run ended."""

    submitted: int
    done: int
    dead: int
    lost: Sequence[str]
    duplicated: Sequence[int]
    mismatched: Sequence[str]
    unexpected: Sequence[str]

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost, doubled, changed, or ended otherwise than it must."""
        return not (self.lost or self.duplicated or self.mismatched or self.unexpected)


def verdict(look: Look, sent: Sequence[Sent], lease_s: float) -> Verdict:
    """Compare everything; nothing may be under way any more."""
    made = {file.sha256: file for each in sent for file in each.files}
    columns = (col(Report.id), col(Report.name), col(Report.sha256), col(Report.state), col(Report.run))
    reports = look.rows(select(*columns).order_by(col(Report.id)))
    dead = _codes(look)
    mismatched, unexpected = [], list(checks.broken_now(look, sent, lease_s))
    for row in reports:
        file = made.get(row.sha256)
        if file is None:
            unexpected.append(f"report {row.id} ({row.name}) is of bytes that were never acknowledged")
        elif file.poison is not None or row.state != ReportState.DONE:
            unexpected += _of_dead(file, row.name, row.state, dead.get((row.id, row.run)))
        elif differing := _differing(look, row.id, row.name, file):
            mismatched.append(f"report {row.id} ({row.name}) differs in {', '.join(differing)}")
    unexpected += [each.message for each in look.broken_audit()]
    states = [row.state for row in reports]
    return Verdict(
        submitted=sum(len(each.files) for each in sent),
        done=states.count(ReportState.DONE),
        dead=states.count(ReportState.DEAD),
        lost=checks.lost(look, sent),
        duplicated=sorted(checks.doubled(look)),
        mismatched=mismatched,
        unexpected=unexpected,
    )


def _differing(look: Look, report_id: int, name: str, file: Made) -> list[str]:
    """The parts of a report in which what is stored is not, byte for byte, what a calm run gives."""
    calm = to_json(read_report(file.content, name))
    stored = stored_report(look.engine, report_id)
    found = b"{}" if stored is None else to_json(stored)
    if found == calm:
        return []
    ours, theirs = (json.loads(each, parse_float=str) for each in (found, calm))  # 1.0 is not written as 1.00 is
    return [
        f"{key}: {ours.get(key)!r} for {value!r}"[:400] for key, value in theirs.items() if ours.get(key) != value
    ] or ["order"]


def _of_dead(file: Made, name: str, state: ReportState, code: str | None) -> Iterator[str]:
    """What is wrong about a report that is not done, or must not be."""
    if file.poison is not None:
        if state != ReportState.DEAD or code not in CODES:
            yield f"{name}, poisoned with {file.poison}, is {state} ({code})"
        return
    error = read_report(file.content, name).error
    expected = error.code if error else None
    if state != ReportState.DEAD or code != expected:
        yield f"{name} is {state} ({code}); a calm run gives {expected or 'done'}"


def _codes(look: Look) -> Mapping[tuple[int, int], str]:
    letters = select(col(DeadLetter.report_id), col(DeadLetter.run), col(DeadLetter.code))
    return {(row.report_id, row.run): row.code for row in look.rows(letters)}
