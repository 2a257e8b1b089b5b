"""Numbers: `numerals`, `quantities` and `figures`."""

from decimal import Decimal

import pytest

from pipeline.claims.numbers import quantities
from pipeline.document import Span
from pipeline.figures import looks_like_value, read_figure
from pipeline.form import Column
from pipeline.numerals import parse_number

COUNT = Column(key="count", label="件数")
AMOUNT = Column(key="amount_10k_cny", label="金额", amount=True)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("12", "12"),
        ("１,２３４", "1234"),
        ("十", "10"),
        ("二十一", "21"),
        ("一百零五", "105"),
        ("两万零三", "20003"),
        ("二〇二三", "2023"),
        ("1.50", "1.50"),
    ],
)
def test_a_number_is_read_as_it_is_written(words: str, number: str) -> None:
    assert parse_number(words) == Decimal(number)


@pytest.mark.parametrize("words", ["", "件", "1,23", "1.2.3", "十x"])
def test_what_is_no_number_is_none(words: str) -> None:
    assert parse_number(words) is None


@pytest.mark.parametrize(
    ("raw", "value"),
    [("0", 0), (" 12 ", 12), ("１２", 12), ("12件", 12), ("1,234", 1234), ("+19", 19), ("-8", -8), ("零", 0)],
)
def test_a_count_is_read(raw: str, value: int) -> None:
    figure = read_figure(raw, COUNT)
    assert (figure.value, figure.kind) == (value, "number")


@pytest.mark.parametrize(
    ("raw", "written"), [("199.0350", "199.035"), ("12.50万元", "12.5"), ("7.00", "7"), ("0.000010", "0.00001")]
)
def test_an_amount_is_written_without_zeros_at_its_end_as_it_is_stored(raw: str, written: str) -> None:
    value = read_figure(raw, AMOUNT).value
    assert format(value, "d" if isinstance(value, int) else "f") == written


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("", "blank"),
        (" \n", "blank"),
        ("/", "placeholder"),
        ("—", "placeholder"),
        ("不适用", "placeholder"),
        ("约3", "text"),
        ("1 2", "text"),
        ("2.5", "text"),
        ("2.0", "text"),
        ("3万元", "text"),
        ("1,23", "text"),
        ("9" * 13, "text"),
        ("O", "text"),
        ("①", "number"),
    ],
)
def test_what_is_no_count_has_no_value(raw: str, kind: str) -> None:
    figure = read_figure(raw, COUNT)
    assert figure.kind == kind
    assert (figure.value is None) == (kind != "number")


@pytest.mark.parametrize(
    ("raw", "value"),
    [("43.788万元", "43.788"), ("251000元", "25.1"), ("0.092", "0.092"), ("18.8710", "18.8710"), ("0.00", "0")],
)
def test_an_amount_is_given_in_10000_yuan(raw: str, value: str) -> None:
    assert read_figure(raw, AMOUNT).value == Decimal(value)


@pytest.mark.parametrize("raw", ["13000000(预算", "3件", "0.1234567", "1.2.3"])
def test_an_amount_that_is_not_plain_is_text(raw: str) -> None:
    assert read_figure(raw, AMOUNT).kind == "text"


def test_only_the_bare_number_is_plain() -> None:
    assert [read_figure(raw, COUNT).plain for raw in ("12", "１２", "12件", " 12")] == [True, False, False, False]


def test_a_long_text_is_no_value_whatever_it_holds() -> None:
    assert looks_like_value("  12  ")
    assert not looks_like_value("1" + " " * 1000)


def said(text: str) -> list[tuple[int | float, str, bool]]:
    return [(float(q.value), q.unit, q.rounded) for q in quantities(text, Span(0, len(text)))]


def test_numbers_with_units_are_found_in_both_scripts() -> None:
    assert said("收到12件、十份、1,234条") == [(12, "件", False), (10, "份", False), (1234, "条", False)]


@pytest.mark.parametrize(
    "text", ["第3条", "2023年12月", "3-5件", "3至5件", "几十件", "数百件", "上千件", "12345,678件"]
)
def test_what_counts_nothing_exactly_is_not_taken_for_a_number(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize("text", ["近百件", "20余件", "约30件", "30件左右", "1.2万件", "12万件", "超过5件", "不足10件"])
def test_an_inexact_number_is_marked_as_rounded(text: str) -> None:
    assert [rounded for _, _, rounded in said(text)] == [True]


def test_the_verb_of_a_number_is_not_a_range() -> None:
    assert said("收到5件") == [(5, "件", False)]
    assert said("网上3件") == [(3, "件", False)]
