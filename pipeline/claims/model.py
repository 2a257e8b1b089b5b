"""What a sentence claims, as a value that rules look up: of what, how many, whose, and in which words."""

from decimal import Decimal
from typing import Literal

import msgspec

from pipeline.document import Span
from pipeline.figures import Value

#: What is counted. Groups of results, outcomes and kinds of applicants are named as the form's rows and columns are.
Subject = Literal[
    "requests.received",
    "requests.answered",
    "requests.handled",
    "requests.carried_in",
    "requests.carried_out",
    "requests.result.granted",
    "requests.result.partially_granted",
    "requests.result.refused",
    "requests.result.unavailable",
    "requests.result.not_processed",
    "requests.result.other",
    "requests.applicant.natural_person",
    "requests.applicant.legal_person",
    "reconsideration.total",
    "reconsideration.upheld",
    "reconsideration.corrected",
    "reconsideration.other",
    "reconsideration.pending",
    "suit.total",
    "suit.direct",
    "suit.after_reconsideration",
    "suit.upheld",
    "suit.corrected",
    "suit.other",
    "suit.pending",
    "regulations.issued",
    "regulations.repealed",
    "regulations.in_force",
    "normative_documents.issued",
    "normative_documents.repealed",
    "normative_documents.in_force",
    "licences.decisions",
    "penalties.decisions",
    "coercive_measures.decisions",
    "fees.amount",
    "processing_fees.amount",
    "fee_notices.sent",
]
#: Whose and when: the agency's own in its year, or that of all bodies of a government's area, a wider body's, one
#: channel's, a part's, another time's, or what a number is more or less than another.
Scope = Literal["own", "area", "wider", "channel", "part", "other_time", "comparison"]
#: A number; that there was none; or that it was done to all.
Says = Literal["number", "none", "all"]


class Claim(msgspec.Struct, frozen=True):
    """One statement of a clause; places are in the normalised text.

    `quantity` is None where the clause says `none` or `all` instead of a number; amounts of money are in 万元.
    `certain` is False where the clause holds words that we do not know, which may narrow what is counted. `overall`
    says that the clause speaks of a sum (共), which may include what was carried over.
    """

    subject: Subject
    says: Says
    quantity: Value | None
    unit: str
    scope: Scope
    certain: bool
    overall: bool
    at: Span
    clause: Span
    sentence: Span
    section: int

    @property
    def value(self) -> Value | None:
        """The number that is claimed, 0 for none; None where all of an unnamed number is meant."""
        return 0 if self.says == "none" else self.quantity


class Quantity(msgspec.Struct, frozen=True, gc=False):
    """A number with its unit; `rounded` for 余, 多, 近, 左右, 各, 万件 and the like, which give no exact number.

    `at` is its place in the prose that it was read from.
    """

    value: Decimal
    unit: str
    at: Span
    rounded: bool = False
