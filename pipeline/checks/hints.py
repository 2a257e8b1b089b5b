"""Rule T3-007: what most probably went wrong in a failed identity, when the numbers themselves give it away."""

from collections.abc import Mapping

from pipeline.figures import Value
from pipeline.messages import Message

from .base import Facts, Hint, Operand
from .bounds import Side
from .names import cell_name, column_name


def hint_for(
    facts: Facts, left: Side, right: Side, column: str | None, neighbours: Mapping[str, Value | None]
) -> Hint | None:
    """Return the one explanation that fits, or None; a hint that fits several cells equally well is not given.

    `neighbours` are the differences (left less right) of the columns beside `column`.
    """
    if not (left.whole and right.whole):
        return None
    difference = left.known - right.known
    shifted = [key for key, other in neighbours.items() if other is not None and other == -difference]
    if column is not None and len(shifted) == 1:
        beside = column_name(facts.form, "requests", shifted[0])
        return Hint(
            "shifted_column",
            None,
            Message(
                f"相邻的“{beside.zh}”列差额正好相反,可能有数值填错了列。",
                f'The column "{beside.en}" beside it is off by the opposite amount; a value may stand in the wrong column.',
            ),
        )
    operands = (*left.operands, *right.operands)
    same = [operand for operand in operands if operand.value == abs(difference)]
    if len(same) == 1:
        name = _name(facts, same[0])
        return Hint(
            "difference_equals_operand",
            same[0],
            Message(
                f"差额 {abs(difference)} 正好等于“{name.zh}”的值,可能漏计或重复计入。",
                f'The difference of {abs(difference)} is the value of "{name.en}", which may be left out or counted twice.',
            ),
        )
    misread = [operand for operand in operands if _one_digit_off(operand, difference)]
    if len(misread) == 1:
        name = _name(facts, misread[0])
        return Hint(
            "one_digit",
            misread[0],
            Message(
                f"“{name.zh}”的 {misread[0].value} 只要改动一位数字即可相符,可能是笔误。",
                f'Changing one digit of {misread[0].value} in "{name.en}" would settle it; it may be a slip.',
            ),
        )
    return None


def _name(facts: Facts, operand: Operand) -> Message:
    return cell_name(facts.form, operand.table, operand.row, operand.column)


def _one_digit_off(operand: Operand, difference: Value) -> bool:
    """Whether the operand, put right, differs from itself in one digit; numbers of one digit are no evidence."""
    if operand.value is None or operand.value < 10:
        return False
    right = operand.value - difference if operand.side == "left" else operand.value + difference
    one, two = str(operand.value), str(right)
    return len(one) == len(two) and sum(a != b for a, b in zip(one, two, strict=True)) == 1
