"""Which findings a report shows, and which mark is in force on each: what every query of findings begins with."""

from sqlalchemy import and_
from sqlmodel import col

from models.tables import Finding, Report, Review, ReviewStanding

#: What joins a report to its findings: those of its last run that was done.
SHOWN = and_(col(Finding.report_id) == col(Report.id), col(Finding.run) == col(Report.result_run))

#: What joins a shown finding to the mark in force on it.
IN_FORCE = and_(
    col(Review.report_id) == col(Finding.report_id),
    col(Review.fingerprint) == col(Finding.fingerprint),
    col(Review.standing) == ReviewStanding.HOLDS,
)
