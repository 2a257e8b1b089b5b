"""Puts findings that one error explains into a group, and says in their hints which cell is most probably wrong and why."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from pipeline.figures import Value
from pipeline.form import Form
from pipeline.messages import Message

from .base import Correction, Facts, Finding, Hint, Operand
from .corrections import Cause, Change, Key, causes_of, key_of
from .names import cell_name

_MOST_NAMED = 6  # corrections that a hint lists; of more none is probable enough
_CUT_NUMBER = "F-017"
_SUBTOTALS = frozenset({"T3-005", "T3-006"})


def explained(facts: Facts, findings: Sequence[Finding], off: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """Return the findings, in their order, with hints and groups; nothing is done where no identity failed.

    A hint counts identities that the reader is shown, so those of rules that are `off` take no part.
    """
    failed = {key_of(each.rule, each.scope): i for i, each in enumerate(findings) if each.verdict == "fail"}
    explained = list(findings)
    members: list[set[int]] = []
    for cause in causes_of(facts, off) if any(key[0].startswith(("T3", "T4")) for key in failed) else ():
        ours = {failed[key] for key in cause.settles if key in failed}
        changes, witnesses = _supported(cause, findings)
        hint = _hint(facts, changes, len(cause.settles))
        first = explained[min(ours)].hint if ours else None
        for index in ours:
            told = _joined(first if len(ours) > 1 else explained[index].hint, hint)
            explained[index] = msgspec.structs.replace(explained[index], hint=told)
        members.append(ours | witnesses | _subtotals(cause, findings))
    members = _with_cut_numbers(findings, failed, members)
    groups = sorted((sorted(each) for each in members if len(each) > 1), key=lambda each: each[0])
    for number, group in enumerate(groups, 1):
        for index in group:
            explained[index] = msgspec.structs.replace(explained[index], group=number)
    return tuple(explained)


def _supported(cause: Cause, findings: Sequence[Finding]) -> tuple[Sequence[Change], set[int]]:
    """The changes that sentences speak for, or all; and the findings on those sentences.

    A sentence speaks for a change where it says of the cell the very number that the change would make it.
    """
    speaking: dict[int, set[int]] = {}
    for index, change in enumerate(cause.changes):
        values = dict(change.values)
        speaking[index] = {
            i
            for i, each in enumerate(findings)
            if each.verdict == "fail" and each.rule.startswith("X-") and len(each.operands) == 1
            for place in [(each.operands[0].table, each.operands[0].row, each.operands[0].column)]
            if values.get((place[0], place[1] or "", place[2] or "")) == each.left
        }
    spoken = [index for index, found in speaking.items() if found]
    if len(spoken) == 1:
        return [cause.changes[spoken[0]]], speaking[spoken[0]]
    return cause.changes, set()


def _subtotals(cause: Cause, findings: Sequence[Finding]) -> set[int]:
    """The findings on subtotals which one of the changes would settle as well."""
    return {
        index
        for index, each in enumerate(findings)
        if each.rule in _SUBTOTALS and each.verdict == "fail" and each.left is not None and each.right is not None
        for change in cause.changes
        if each.left - each.right == sum(_moved(each.operands, change))
    }


def _moved(operands: Sequence[Operand], change: Change) -> Iterator[Value]:
    """By how much a change moves those of the operands that it changes."""
    values = dict(change.values)
    for cell in operands:
        new = values.get((cell.table, cell.row or "", cell.column or ""))
        if new is not None and cell.value is not None:
            yield new - cell.value


def _hint(facts: Facts, changes: Sequence[Change], count: int) -> Hint:
    """What to say of the changes that settle `count` identities equally well."""
    named = [_correction(facts, change) for change in changes[:_MOST_NAMED]]
    zh = "、".join(told(facts.form, each).zh for each in named[:_MOST_NAMED])
    en = "; or ".join(told(facts.form, each).en for each in named[:_MOST_NAMED])
    hold = (
        Message(f" {count} 条勾稽关系全部成立", f"all {count} identities would hold")
        if count > 1
        else Message("该勾稽关系成立", "the identity would hold")
    )
    if len(changes) == 1:
        first = named[0].cells[0]
        message = Message(
            f"最可能有误:{zh};更正后{hold.zh},请对照原始登记核对。",
            f"Most probably wrong: {en}; with that {hold.en}. Check it against the register.",
        )
        return Hint("correction", first, message, tuple(named))
    if len(changes) <= _MOST_NAMED:
        message = Message(
            f"以下任一处更正即可使{hold.zh}:{zh};请逐一核对。",
            f"With any one of these {hold.en}: {en}. Check each of them.",
        )
        return Hint("corrections", None, message, tuple(named))
    columns = dict.fromkeys(cell.column for cell in named[0].cells)
    where = [cell_name(facts.form, named[0].cells[0].table, None, column) for column in columns]
    message = Message(
        f"{count} 条勾稽关系的差额一致,应出自同一处错误,但有 {len(changes)} 种更正都能相符;"
        f"请逐格核对{'、'.join(f'“{each.zh}”' for each in where)}列。",
        f"These {count} differ by the same amount, so one error is behind them, but {len(changes)} corrections would do; "
        f"check {' and '.join(each.en for each in where)} cell by cell.",
    )
    return Hint("corrections", None, message)


def _correction(facts: Facts, change: Change) -> Correction:
    cells = tuple(facts.operand(*place) for place, _ in change.values)
    return Correction(cells, tuple(value for _, value in change.values))


def told(form: Form, correction: Correction) -> Message:
    """Return a correction as a hint names it: `“予以公开·自然人”由 5 改为 6`, for each of its cells."""
    names = [cell_name(form, cell.table, cell.row, cell.column) for cell in correction.cells]
    parts = list(zip(names, correction.cells, correction.values, strict=True))
    return Message(
        " 并 ".join(f"“{name.zh}”由 {cell.value} 改为 {value}" for name, cell, value in parts),
        " and ".join(f'"{name.en}" from {cell.value} to {value}' for name, cell, value in parts),
    )


def _joined(own: Hint | None, common: Hint) -> Hint:
    """The common hint, with what the finding's own numbers say (T3-007) where that points at one of its corrections."""
    if own is None:
        return common
    at = (own.operand.table, own.operand.row, own.operand.column) if own.operand else None
    fits = [each for each in common.corrections if at in {(cell.table, cell.row, cell.column) for cell in each.cells}]
    if own.kind != "shifted_column" and (not fits or len(common.corrections) == 1):
        return common
    others = [each for each in common.corrections if each not in fits]
    message = Message(f"{own.message.zh}{common.message.zh}", f"{own.message.en} {common.message.en}")
    return Hint(own.kind, own.operand, message, (*fits, *others))


def _with_cut_numbers(
    findings: Sequence[Finding], failed: Mapping[Key, int], members: Sequence[set[int]]
) -> list[set[int]]:
    """A number cut in two is one error with the sum of its row, and with all that goes with that."""
    groups = list(members)
    for index, each in enumerate(findings):
        if each.rule != _CUT_NUMBER:
            continue
        row = failed.get(("T3-003" if each.scope.table == "requests" else "T4-001", each.scope.row, None))
        if row is None:
            continue
        own = next((group for group in groups if row in group), None)
        if own is None:
            groups.append({index, row})
        else:
            own.add(index)
    return groups
