"""The arithmetic of the tables: identities printed on the form or that follow from it (T2-001, T3-001…004, T4-001)."""

import itertools
from collections.abc import Iterator, Sequence

from pipeline.form import REQUEST_COLUMNS
from pipeline.messages import Message

from .base import Facts, Finding, Rule, Scope, rule
from .bounds import Side, judge_at_most
from .equations import compared, shown
from .names import row_name

_REQUESTS = "requests"
_NOT_RESULTS = frozenset({"new_received", "carried_over_in", "total", "carried_over_out"})
_APPLICANTS = tuple(column.key for column in REQUEST_COLUMNS if column.key != "total")


def _column(facts: Facts, column: str, left: Sequence[str], right: Sequence[str]) -> tuple[Side, Side]:
    """Two sums of rows in one column of table 3."""
    return (
        Side(facts.operand(_REQUESTS, row, column, "left") for row in left),
        Side(facts.operand(_REQUESTS, row, column, "right") for row in right),
    )


def _row(facts: Facts, table: str, row: str, parts: Sequence[str]) -> tuple[Side, Side]:
    """A row's total and the sum of its parts."""
    return (
        Side([facts.operand(table, row, "total", "left")]),
        Side(facts.operand(table, row, part, "right") for part in parts),
    )


def _holds(facts: Facts, column: str, left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether all cells are known and the two sums are equal."""
    rows = facts.reading.table(_REQUESTS).figures
    one, two = ([value for row in side if (value := rows[row][column].value) is not None] for side in (left, right))
    return len(one) == len(left) and len(two) == len(right) and sum(one) == sum(two)


def _each_column(
    facts: Facts, rule: Rule, left: Sequence[str], right: Sequence[str], text: Message
) -> Iterator[Finding]:
    """Compare two sums of rows, which must be equal, in each of the seven columns."""
    if all(_holds(facts, column.key, left, right) for column in REQUEST_COLUMNS):
        return  # as in nearly all reports; operands are made for the others only
    sides = {column.key: _column(facts, column.key, left, right) for column in REQUEST_COLUMNS}
    differences = {key: one.known - two.known for key, (one, two) in sides.items() if one.whole and two.whole}
    beside: dict[str, list[str]] = {key: [] for key in sides}
    for one, two in itertools.pairwise(_APPLICANTS):
        beside[one].append(two)
        beside[two].append(one)
    for key, pair in sides.items():
        neighbours = {each: differences.get(each) for each in beside[key]}
        yield from compared(facts, rule, Scope(_REQUESTS, None, key), pair, text, neighbours=neighbours)


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
        words = f"{shown(in_force)} {sign} {shown(issued)} - {shown(repealed)}"
        yield rule.finding(
            Scope(table, row, None),
            Message(
                f"{name.zh}:现行有效件数 {words}(应不少于本年制发减本年废止;请核对该行)",
                f"{name.en}: in force {words} (at least issued less repealed; check that row)",
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
    basis="国办公开办函〔2021〕30号",
    zh="本年新收 + 上年结转 = 总计 + 结转下年度",
    en="newly received + carried over in = total + carried over out",
)
def received_equals_handled(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T3-001, printed in the form's own header, in each column."""
    text = Message(
        "本年新收 + 上年结转 应等于 总计 + 结转下年度", "received + carried in must equal total + carried out"
    )
    yield from _each_column(facts, rule, ["new_received", "carried_over_in"], ["total", "carried_over_out"], text)


@rule(
    "T3-002",
    severity="error",
    source="official",
    basis="国办公开办函〔2021〕30号",
    zh="总计 = 各项办理结果之和",
    en="the total row is the sum of the result rows",
)
def total_is_sum_of_results(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T3-002, in each column: 21 result rows, 19 where the 2019 form prints 其他处理 as one."""
    results = [row.key for row in facts.form.table(_REQUESTS).rows if row.key not in _NOT_RESULTS]
    text = Message(
        f"总计应等于 {len(results)} 项办理结果之和", f"the total must be the sum of the {len(results)} results"
    )
    yield from _each_column(facts, rule, ["total"], results, text)


@rule(
    "T3-003",
    severity="error",
    source="official",
    basis="国办公开办函〔2021〕30号",
    zh="总计列 = 六类申请人之和",
    en="the total column is the sum of the six applicant columns",
)
def total_is_sum_of_applicants(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T3-003, in each of the 25 rows."""
    text = Message("总计应等于六类申请人之和", "the total must be the sum of the six applicant columns")
    figures = facts.reading.table(_REQUESTS).figures
    for row in facts.form.table(_REQUESTS).rows:
        cells = figures[row.key]
        values = [value for column in _APPLICANTS if (value := cells[column].value) is not None]
        if len(values) == len(_APPLICANTS) and cells["total"].value == sum(values):
            continue
        sides = _row(facts, _REQUESTS, row.key, _APPLICANTS)
        yield from compared(facts, rule, Scope(_REQUESTS, row.key, None), sides, text)


@rule(
    "T3-004",
    severity="error",
    source="derived",
    zh="结转下年度不多于本年新收加上年结转",
    en="no more is carried over than was received and carried in",
)
def carried_over_is_bounded(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T3-004, in each column."""
    text = Message("结转下年度不应多于本年新收 + 上年结转", "no more can be carried over than came in")
    rows = facts.reading.table(_REQUESTS).figures
    for column in REQUEST_COLUMNS:
        out, new, carried = (
            rows[row][column.key].value or 0 for row in ("carried_over_out", "new_received", "carried_over_in")
        )
        if out <= new + carried:
            continue
        sides = _column(facts, column.key, ["carried_over_out"], ["new_received", "carried_over_in"])
        scope = Scope(_REQUESTS, None, column.key)
        yield from compared(facts, rule, scope, sides, text, judge=judge_at_most, sign=">")


@rule(
    "T4-001",
    severity="error",
    source="official",
    basis="国办公开办函〔2021〕30号",
    zh="结果维持 + 结果纠正 + 其他结果 + 尚未审结 = 总计",
    en="upheld + corrected + other + pending = total",
)
def outcomes_add_up(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T4-001, in each of the three blocks."""
    text = Message("总计应等于四种结果之和", "the total must be the sum of the four outcomes")
    table = facts.form.table("litigation")
    for row in table.rows:
        parts = [column.key for column in row.columns if column.key != "total"]
        sides = _row(facts, table.key, row.key, parts)
        yield from compared(facts, rule, Scope(table.key, row.key, None), sides, text)
