"""The arithmetic of the tables: identities printed on the form or that follow from it (T2-001, T3-001…004, T4-001)."""

from collections.abc import Iterable, Iterator

from pipeline.form import REQUEST_COLUMNS
from pipeline.messages import Message

from .base import Facts, Finding, Operand, Rule, Scope, rule
from .bounds import Side, judge_at_most, judge_equal
from .hints import hint_for
from .names import column_name, row_name

_NOT_RESULTS = frozenset({"new_received", "carried_over_in", "total", "carried_over_out"})
_REQUESTS = "requests"


def _results(facts: Facts) -> list[str]:
    return [row.key for row in facts.form.table(_REQUESTS).rows if row.key not in _NOT_RESULTS]


def _per_column(
    facts: Facts, rule: Rule, left_rows: Iterable[str], right_rows: Iterable[str], text: Message
) -> Iterator[Finding]:
    """Compare two sums of rows in each of the seven columns."""
    left_rows, right_rows = list(left_rows), list(right_rows)
    sides = {
        column.key: (
            Side(facts.operand(_REQUESTS, row, column.key, "left") for row in left_rows),
            Side(facts.operand(_REQUESTS, row, column.key, "right") for row in right_rows),
        )
        for column in REQUEST_COLUMNS
    }
    order = [column.key for column in REQUEST_COLUMNS[:-1]]
    differences = {key: left.known - right.known for key, (left, right) in sides.items() if left.whole and right.whole}
    for column, (left, right) in sides.items():
        verdict = judge_equal(left, right)
        if verdict is None:
            continue
        name = column_name(facts.form, _REQUESTS, column)
        equation = _equation(facts, left, right, "≠" if verdict == "fail" else "≟")
        neighbours = [order[i] for i in _beside(order, column)]
        yield rule.finding(
            Scope(_REQUESTS, None, column),
            Message(f"{name.zh}:{equation.zh}({text.zh})", f"{name.en}: {equation.en} ({text.en})"),
            verdict=verdict,
            left=left.value,
            right=right.value,
            operands=(*left.operands, *right.operands),
            hint=hint_for(facts, left, right, column, {n: differences.get(n) for n in neighbours})
            if verdict == "fail"
            else None,
        )


def _beside(order: list[str], column: str) -> list[int]:
    if column not in order:
        return []
    index = order.index(column)
    return [i for i in (index - 1, index + 1) if 0 <= i < len(order)]


@rule(
    "T2-001",
    severity="error",
    source="derived",
    zh="现行有效件数不少于本年制发件数减本年废止件数",
    en="documents in force are at least those issued less those repealed this year",
)
def in_force_covers_the_year(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T2-001, both document rows of the 2021 form; the 2019 form does not have these columns."""
    table = "proactive_disclosure"
    for row in ("regulations", "normative_documents"):
        if "in_force" not in facts.reading.table(table).figures[row]:
            continue
        issued, repealed, in_force = (facts.operand(table, row, key) for key in ("issued", "repealed", "in_force"))
        name = row_name(facts.form, table, row)
        verdict = judge_at_most(Side([issued]), Side([in_force, repealed]))
        if verdict is None:
            continue
        sign = "<" if verdict == "fail" else "≟"
        words = f"{_shown(in_force)} {sign} {_shown(issued)} - {_shown(repealed)}"
        yield rule.finding(
            Scope(table, row, None),
            Message(
                f"{name.zh}:现行有效件数 {words}(本年制发减本年废止)",
                f"{name.en}: in force {words} (issued less repealed)",
            ),
            verdict=verdict,
            left=in_force.value,
            right=issued.value - repealed.value if issued.value is not None and repealed.value is not None else None,
            operands=(
                in_force,
                *(facts.operand(table, row, key, "right") for key in ("issued", "repealed")),
            ),
        )


@rule(
    "T3-001",
    severity="error",
    source="official",
    zh="本年新收 + 上年结转 = 总计 + 结转下年度",
    en="newly received + carried over in = total + carried over out",
)
def received_equals_handled(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T3-001, printed in the form's own header, in each column."""
    text = Message(
        "本年新收 + 上年结转 应等于 总计 + 结转下年度", "received + carried in must equal total + carried out"
    )
    yield from _per_column(facts, rule, ["new_received", "carried_over_in"], ["total", "carried_over_out"], text)


@rule(
    "T3-002",
    severity="error",
    source="official",
    zh="总计 = 各项办理结果之和",
    en="the total row is the sum of the result rows",
)
def total_is_sum_of_results(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T3-002, in each column: 21 result rows, 19 where the 2019 form prints 其他处理 as one."""
    results = _results(facts)
    text = Message(
        f"总计应等于 {len(results)} 项办理结果之和", f"the total must be the sum of the {len(results)} results"
    )
    yield from _per_column(facts, rule, ["total"], results, text)


@rule(
    "T3-003",
    severity="error",
    source="official",
    zh="总计列 = 六类申请人之和",
    en="the total column is the sum of the six applicant columns",
)
def total_is_sum_of_applicants(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T3-003, in each of the 25 rows."""
    for row in facts.form.table(_REQUESTS).rows:
        left = Side([facts.operand(_REQUESTS, row.key, "total", "left")])
        right = Side(facts.operand(_REQUESTS, row.key, column.key, "right") for column in REQUEST_COLUMNS[:-1])
        verdict = judge_equal(left, right)
        if verdict is None:
            continue
        name = row_name(facts.form, _REQUESTS, row.key)
        equation = _equation(facts, left, right, "≠" if verdict == "fail" else "≟")
        yield rule.finding(
            Scope(_REQUESTS, row.key, None),
            Message(
                f"{name.zh}:{equation.zh}(总计应等于六类申请人之和)",
                f"{name.en}: {equation.en} (the total must be the sum of the six applicant columns)",
            ),
            verdict=verdict,
            left=left.value,
            right=right.value,
            operands=(*left.operands, *right.operands),
            hint=hint_for(facts, left, right, None, {}) if verdict == "fail" else None,
        )


@rule(
    "T3-004",
    severity="error",
    source="derived",
    zh="结转下年度不多于本年新收加上年结转",
    en="no more is carried over than was received and carried in",
)
def carried_over_is_bounded(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T3-004, in each column."""
    for column in REQUEST_COLUMNS:
        left = Side([facts.operand(_REQUESTS, "carried_over_out", column.key, "left")])
        rows = ("new_received", "carried_over_in")
        right = Side(facts.operand(_REQUESTS, row, column.key, "right") for row in rows)
        verdict = judge_at_most(left, right)
        if verdict is None:
            continue
        name = column_name(facts.form, _REQUESTS, column.key)
        equation = _equation(facts, left, right, ">" if verdict == "fail" else "≟")
        yield rule.finding(
            Scope(_REQUESTS, None, column.key),
            Message(
                f"{name.zh}:{equation.zh}(结转下年度不应多于本年新收 + 上年结转)",
                f"{name.en}: {equation.en} (no more can be carried over than came in)",
            ),
            verdict=verdict,
            left=left.value,
            right=right.value,
            operands=(*left.operands, *right.operands),
        )


@rule(
    "T4-001",
    severity="error",
    source="official",
    zh="结果维持 + 结果纠正 + 其他结果 + 尚未审结 = 总计",
    en="upheld + corrected + other + pending = total",
)
def outcomes_add_up(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T4-001, in each of the three blocks."""
    table = facts.form.table("litigation")
    for row in table.rows:
        left = Side([facts.operand(table.key, row.key, "total", "left")])
        parts = [column.key for column in row.columns if column.key != "total"]
        right = Side(facts.operand(table.key, row.key, column, "right") for column in parts)
        verdict = judge_equal(left, right)
        if verdict is None:
            continue
        name = row_name(facts.form, table.key, row.key)
        equation = _equation(facts, left, right, "≠" if verdict == "fail" else "≟")
        yield rule.finding(
            Scope(table.key, row.key, None),
            Message(
                f"{name.zh}:{equation.zh}(总计应等于四种结果之和)",
                f"{name.en}: {equation.en} (the total must be the sum of the four outcomes)",
            ),
            verdict=verdict,
            left=left.value,
            right=right.value,
            operands=(*left.operands, *right.operands),
            hint=hint_for(facts, left, right, None, {}) if verdict == "fail" else None,
        )


def _equation(facts: Facts, left: Side, right: Side, sign: str) -> Message:
    """The equation as people write it: `总计 2 ≠ 2 + 1`; zeros on a long side are left out."""
    first = left.operands[0]
    if len(left.operands) == 1 and first.row is not None:
        by_column = first.column == "total" and len({operand.row for operand in right.operands}) == 1
        name = Message("总计", "total") if by_column else row_name(facts.form, first.table, first.row)
    else:
        name = Message("", "")
    numbers = f"{_sum(left)} {sign} {_sum(right)}"
    return Message(f"{name.zh} {numbers}".strip(), f"{name.en} {numbers}".strip())


def _sum(side: Side) -> str:
    shown = [_shown(operand) for operand in side.operands if operand.value != 0]
    unknown = shown.count("?")
    if unknown > 1:
        shown = [each for each in shown if each != "?"] + [f"{unknown}×?"]
    return " + ".join(shown) or "0"


def _shown(operand: Operand) -> str:
    return "?" if operand.value is None else str(operand.value)
