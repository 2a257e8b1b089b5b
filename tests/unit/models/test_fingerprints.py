"""A finding's fingerprint is of what it says: nothing else changes it, and each part of that does."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from models.fingerprints import fingerprint_of
from pipeline.checks import Finding, Hint, Operand, Scope
from pipeline.document import Span
from pipeline.messages import Message
from workers.storing import store_findings

SUM = Finding(
    rule="T3-002",
    severity="error",
    verdict="fail",
    scope=Scope("requests", None, "natural_person"),
    message=Message("总计 2 ≠ 3", "total 2 ≠ 3"),
    left=2,
    right=3,
    operands=(Operand("requests", "total", "natural_person", 2, at=Span(10, 11)),),
)
LISTED = Finding(
    rule="F-012",
    severity="error",
    verdict="fail",
    scope=Scope("requests"),
    message=Message("填写了文字", "text in a cell"),
    operands=(
        Operand("requests", "granted", "total", None, raw="详见平台", at=Span(5, 9)),
        Operand("requests", "total", "total", Decimal("1.5"), raw="1.5"),
    ),
)
SAID = Finding(
    rule="X-016",
    severity="warning",
    verdict="fail",
    scope=Scope(),
    message=Message("分项之和与总数不符", "the parts do not add up"),
    left=5,
    right=6,
    quote="收到申请5件,其中 2件、4件",
    quote_at=Span(20, 36),
)
LACKING = Finding(
    "F-001", "error", "fail", Scope(), Message("未找到第五部分", "section 5 was not found"), about="problems"
)


def fingerprint(finding: Finding) -> str:
    (row,) = next(iter(store_findings({"report_id": 1, "run": 1}, [finding], "1").rows.values()))
    found: str = row["fingerprint"]
    assert len(found) == 64
    return found


def changed(finding: Finding, **values: Any) -> str:
    return fingerprint(msgspec.structs.replace(finding, **values))


def with_operand(finding: Finding, **values: Any) -> str:
    first, *rest = finding.operands
    return changed(finding, operands=(msgspec.structs.replace(first, **values), *rest))


@pytest.mark.parametrize("finding", [SUM, LISTED, SAID, LACKING])
@pytest.mark.parametrize(
    "other",
    [
        {"message": Message("另一种说法", "other words")},
        {"severity": "info"},
        {"group": 3},
        {"quote_at": Span(900, 916)},
        {"hint": Hint("one_digit", None, Message("差一位", "one digit"))},
    ],
)
def test_words_weight_hints_groups_and_places_in_the_text_change_nothing(
    finding: Finding, other: dict[str, Any]
) -> None:
    assert changed(finding, **other) == fingerprint(finding)


@pytest.mark.parametrize(
    "other",
    [
        {"rule": "T3-003"},
        {"verdict": "uncertain"},
        {"scope": Scope("requests", None, "commercial")},
        {"scope": Scope("requests", "natural_person", None)},
        {"left": 3},
        {"left": 3, "right": 2},
        {"right": None},
        {"about": "x"},
    ],
)
def test_each_part_of_what_it_says_changes_it(other: dict[str, Any]) -> None:
    assert changed(SUM, **other) != fingerprint(SUM)


@pytest.mark.parametrize("number", [Decimal("2.00"), Decimal("2.0"), Decimal("0.2E1"), Decimal(2)])
def test_equal_numbers_are_one_number(number: Decimal) -> None:
    assert changed(SUM, left=number) == fingerprint(SUM)
    assert with_operand(LISTED, value=number) == with_operand(LISTED, value=2)


def test_a_sum_with_both_sides_is_the_same_whatever_its_members() -> None:
    assert with_operand(SUM, value=7) == fingerprint(SUM)


@pytest.mark.parametrize(
    "other", [{"row": "total"}, {"column": "other"}, {"raw": "见附件"}, {"value": 0}, {"side": "right"}]
)
def test_without_sides_the_figures_that_it_points_at_are_what_it_says(other: dict[str, Any]) -> None:
    assert with_operand(LISTED, **other) != fingerprint(LISTED)


def test_figures_are_compared_without_their_order_and_offsets() -> None:
    assert changed(LISTED, operands=LISTED.operands[::-1]) == fingerprint(LISTED)
    assert with_operand(LISTED, at=Span(70, 74), raw="详见\n 平台") == fingerprint(LISTED)


def test_without_a_scope_the_sentence_is_part_of_it_however_it_is_typed() -> None:
    assert changed(SAID, quote="收到申请５件，其中\n2件、 4件") == fingerprint(SAID)
    assert changed(SAID, quote="办结申请5件,其中2件、4件") != fingerprint(SAID)
    assert changed(SAID, quote=None) != fingerprint(SAID)
    assert changed(LACKING, quote="——") != changed(LACKING, quote="。。")


def test_what_only_messages_would_tell_apart_is_told_by_about() -> None:
    assert changed(LACKING, about="overview") != fingerprint(LACKING)


@pytest.mark.parametrize("finding", [SUM, LISTED, SAID, LACKING])
def test_a_row_that_was_stored_says_what_it_said_before(finding: Finding) -> None:
    """SQLite gives decimals back as text to a migration, PostgreSQL as numbers with all their places."""
    (row,) = next(iter(store_findings({"report_id": 1, "run": 1}, [finding], "1").rows.values()))
    as_stored: list[Callable[[Decimal], object]] = [str, lambda side: side.quantize(Decimal("1.000000"))]
    for stored in as_stored:
        sides = {name: None if row[name] is None else stored(row[name]) for name in ("left_value", "right_value")}
        assert fingerprint_of(row | sides) == row["fingerprint"]
