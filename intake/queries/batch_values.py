"""What the summary of a batch holds, as values; as JSON they are what the API and the command line print."""

from datetime import datetime

import msgspec

from intake.ledger import Ledger


class Tally(msgspec.Struct, frozen=True):
    """Findings by weight; those that one error explains are one of `issues`, and so is a finding alone.

    A `doubt` is ours (an unknown figure decides, or our own reading is in question) and no issue. What a person dismissed
    is counted as `dismissed` alone, so that the four weights and this add up to what is stored; `confirmed` are some of the
    four.
    """

    error: int = 0
    warning: int = 0
    info: int = 0
    doubt: int = 0
    dismissed: int = 0
    issues: int = 0
    confirmed: int = 0

    @property
    def stored(self) -> int:
        """All findings, the dismissed too."""
        return self.error + self.warning + self.info + self.doubt + self.dismissed


class RuleLine(msgspec.Struct, frozen=True):
    """What one rule found: findings, issues of which such a finding is the first, and reports; and what was dismissed."""

    rule: str
    weight: str
    findings: int
    issues: int
    reports: int
    dismissed: int


class AgencyLine(msgspec.Struct, frozen=True):
    """What was found in the reports of one agency (None: those that name none)."""

    agency: str | None
    reports: int
    found: Tally


class Reports(msgspec.Struct, frozen=True):
    """Reports that have results, by the gravest of what was found in them; the four add up to `checked`."""

    checked: int
    with_errors: int
    with_warnings: int
    with_infos: int
    without: int


class Agencies(msgspec.Struct, frozen=True):
    """Agencies, worst first; `rest` is all beyond those listed, None where there are no more of them."""

    number: int
    listed: tuple[AgencyLine, ...]
    rest: AgencyLine | None


class BatchSummary(msgspec.Struct, frozen=True):
    """One batch; each list adds up to the total above it: rules and agencies to `found`, codes to the ledger."""

    batch: int
    label: str
    submitted_at: datetime
    closed_at: datetime | None
    ledger: Ledger
    balanced: bool
    reports: Reports
    found: Tally
    rules: tuple[RuleLine, ...]
    agencies: Agencies
    dead_letters: dict[str, int]
    rejected: dict[str, int]
