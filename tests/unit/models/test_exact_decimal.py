"""A decimal is stored exactly or refused, in the same way for both databases."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect, create_mock_engine

from models.tables.columns import ExactDecimal

AMOUNT = ExactDecimal(20, 6)
LIMIT = Decimal("99999999999999.999999")
DIALECTS: list[Dialect] = [create_mock_engine(f"{name}://", print).dialect for name in ("sqlite", "postgresql")]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: str(dialect.name))
@given(value=st.decimals(-LIMIT, LIMIT, places=6) | st.integers(-(10**14) + 1, 10**14 - 1))
def test_every_value_that_fits_comes_back(dialect: Dialect, value: Decimal | int) -> None:
    with localcontext(prec=5):
        stored = AMOUNT.process_bind_param(value, dialect)
        back = AMOUNT.process_result_value(stored, dialect)
    assert back == value
    assert str(back) == str(AMOUNT.process_result_value(str(value), dialect))


@pytest.mark.parametrize("value", [Decimal("1E+14"), Decimal("-1E+14"), Decimal("0.0000001"), Decimal("sNaN")])
def test_a_value_that_does_not_fit_is_refused(value: Decimal) -> None:
    with pytest.raises(ValueError, match="unknown"):
        AMOUNT.process_bind_param(value, DIALECTS[0])


@pytest.mark.parametrize("value", [0.1, True, "1"])
def test_only_exact_numbers_are_taken(value: Decimal) -> None:
    with pytest.raises(TypeError, match="exact number"):
        AMOUNT.process_bind_param(value, DIALECTS[0])


def test_one_number_has_one_text() -> None:
    texts = {AMOUNT.process_bind_param(Decimal(same), DIALECTS[0]) for same in ("-0", "0E+3", "0.000", "0")}
    assert texts == {"0"}
