"""What a person made of a finding: confirmed, dismissed or mended, tied to what the finding says."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlmodel import Field

from models.tables.columns import ExactDecimal, Table, one_of, utc_now
from models.tables.vocabulary import ReviewStanding, ReviewState

#: How many characters a reason has at the most.
MOST_REASON = 2000


class Review(Table, table=True):
    """The newest mark on one finding of one report; those before it stand in the audit log.

    The finding's own row goes with its run, so what it said is kept here too, for those who read the mark later.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("length(fingerprint) = 64", name="fingerprint_is_whole"),
        CheckConstraint("length(sha256) = 64", name="sha256_is_whole"),
        CheckConstraint("state <> 'dismissed' OR reason IS NOT NULL", name="dismissed_has_reason"),
        CheckConstraint(f"length(reason) <= {MOST_REASON}", name="reason_is_bounded"),
        Index(None, "state", "report_id"),
    )

    report_id: int = Field(foreign_key="report.id", primary_key=True, sa_type=BigInteger)
    fingerprint: str = Field(primary_key=True, sa_type=String(64))
    rule: str
    table_key: str | None = None
    row_key: str | None = None
    column_key: str | None = None
    left_value: Decimal | None = Field(default=None, sa_type=ExactDecimal(24, 6))
    right_value: Decimal | None = Field(default=None, sa_type=ExactDecimal(24, 6))
    message_zh: str
    message_en: str
    state: ReviewState = Field(sa_type=one_of(ReviewState, "state"))
    reason: str | None = None
    actor: str
    marked_at: datetime = Field(default_factory=utc_now)
    run: int = Field(sa_column_kwargs={"comment": "whose results were shown when it was marked"})
    sha256: str = Field(sa_type=String(64), sa_column_kwargs={"comment": "the bytes that this run had read"})
    standing: ReviewStanding = Field(
        default=ReviewStanding.HOLDS,
        sa_type=one_of(ReviewStanding, "standing"),
        sa_column_kwargs={"comment": "in the light of the results that the report shows now"},
    )
