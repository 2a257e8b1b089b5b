"""What a report says of itself: whose it is, for which year and period, and when it was published; never guessed."""

from .bodies import is_a_body
from .dates import date_written
from .read import Metadata, read_metadata
from .titles import title_on

__all__ = ["Metadata", "date_written", "is_a_body", "read_metadata", "title_on"]
