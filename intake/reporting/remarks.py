"""What people made of findings, in the words of a page; it takes them as plain values and knows no database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipeline.checks import Finding

from .words import Words

Lapsed = Literal["changed", "still_found"]


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person made of a finding, who, when and why; `lapsed` says why that is in force no more."""

    state: Literal["confirmed", "dismissed", "mended"]
    by: str
    at: datetime
    reason: str | None = None
    lapsed: Lapsed | None = None


#: By the finding itself: two findings of a report that are the same share what was made of them.
Remarks = Mapping[Finding, Sequence[Remark]]


def is_dismissed(finding: Finding, remarks: Remarks) -> bool:
    """Whether a person said that it is none, and that is in force."""
    return any(each.state == "dismissed" and each.lapsed is None for each in remarks.get(finding, ()))


def held(group: Sequence[Finding], remarks: Remarks) -> list[Finding]:
    """Return those of a group that nobody dismissed."""
    return [each for each in group if not is_dismissed(each, remarks)]


def remarks_said(
    group: Sequence[Finding], remarks: Remarks, named: Callable[[Finding], str], words: Words
) -> tuple[str, ...]:
    """Return each remark on a group once; with the names of those that it is on, where it is not on all."""
    on: dict[str, list[Finding]] = {}
    for finding in group:
        for said in dict.fromkeys(_said(each, words) for each in remarks.get(finding, ())):
            on.setdefault(said, []).append(finding)
    return tuple(
        said if len(findings) == len(group) else f"{words.comma.join(map(named, findings))}{words.colon}{said}"
        for said, findings in on.items()
    )


def _said(remark: Remark, words: Words) -> str:
    said = words.remark.format(words.remarks[remark.state], remark.by, f"{remark.at:%Y-%m-%d %H:%M} UTC")
    if remark.reason:
        said += f"{words.colon}{' '.join(remark.reason.split())}"
    return said if remark.lapsed is None else words.lapsed[remark.lapsed].format(said)
