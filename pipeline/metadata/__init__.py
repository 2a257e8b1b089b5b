"""What a report says of itself: whose it is, for which year and period, and when it was published; never guessed."""

from .bodies import is_a_body
from .dates import date_written, days_signed, in_digits, is_published_on
from .read import Metadata, read_metadata
from .titles import title_on

__all__ = [
    "Metadata",
    "date_written",
    "days_signed",
    "in_digits",
    "is_a_body",
    "is_published_on",
    "read_metadata",
    "title_on",
]
