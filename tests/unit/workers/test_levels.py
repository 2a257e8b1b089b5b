"""The words of the columns are the pipeline's own."""

from typing import get_args

from models.tables import AgencyLevel
from pipeline.outline import Level


def test_the_levels_that_are_stored_are_those_that_are_read() -> None:
    assert [level.value for level in AgencyLevel] == list(get_args(Level))
