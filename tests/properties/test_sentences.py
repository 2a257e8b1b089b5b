"""A consistent report of which one sentence is changed by one: the rule on that sentence fires, with both numbers, and no other."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.checks import Finding
from tests.making import LAYOUTS, Layout, Truth, consistent_truth, render
from tests.properties.test_probable_cells import failures, seeds, sizes

_OVERVIEW = (
    "（一）主动公开。按目录公开信息。\n（二）依申请公开。规范办理申请。\n（三）政府信息管理。发布前逐级审签。\n"
    "（四）平台建设。门户网站调整公开专栏。\n（五）监督保障。列入年度考核，邀请社会评议，对逾期公开的予以责任追究。\n"
)
_LEGAL = ("commercial", "research", "social_welfare", "legal_service", "other")
_SUITS = ("litigation_direct", "litigation_after_reconsideration")
Number = int | Decimal


def total(truth: Truth, table: str, rows: tuple[str, ...], *columns: str) -> Number:
    cells = [truth.figures[table][row][column] for row in rows for column in columns]
    return sum(cell for cell in cells if isinstance(cell, int | Decimal))


def asked(truth: Truth, row: str, *columns: str) -> Number:
    return total(truth, "requests", (row,), *(columns or ("total",)))


def group(truth: Truth, prefix: str) -> Number:
    return total(truth, "requests", tuple(row for row in truth.requests if row.split(".")[0] == prefix), "total")


#: Rule, the words before and after its number, the number, and what will do instead of it.
Sentence = tuple[str, str, Callable[[Truth], Number], Callable[[Truth], set[Number]]]
SENTENCES: tuple[Sentence, ...] = (
    ("X-001", "全年收到政府信息公开申请{}件。", lambda t: asked(t, "new_received"), lambda t: {asked(t, "new_received") + asked(t, "carried_over_in")}),
    ("X-002", "政府信息公开申请上年结转{}件。", lambda t: asked(t, "carried_over_in"), lambda _: set()),
    ("X-003", "全年答复政府信息公开申请{}件。", lambda t: asked(t, "total"), lambda _: set()),
    ("X-004", "政府信息公开申请结转下年度继续办理{}件。", lambda t: asked(t, "carried_over_out"), lambda _: set()),
    ("X-005", "政府信息公开申请办理结果为：不予公开{}件。", lambda t: group(t, "refused"), lambda _: set()),
    ("X-005", "政府信息公开申请办理结果为：予以公开{}件。", lambda t: group(t, "granted"), lambda _: set()),
    ("X-006", "收到自然人政府信息公开申请{}件。", lambda t: asked(t, "new_received", "natural_person"), lambda t: {asked(t, "total", "natural_person"), asked(t, "new_received", "natural_person") + asked(t, "carried_over_in", "natural_person")}),
    ("X-006", "收到法人或其他组织政府信息公开申请{}件。", lambda t: asked(t, "new_received", *_LEGAL), lambda t: {asked(t, "total", *_LEGAL), asked(t, "new_received", *_LEGAL) + asked(t, "carried_over_in", *_LEGAL)}),
    ("X-007", "因政府信息公开引发行政复议{}件。", lambda t: total(t, "litigation", ("reconsideration",), "total"), lambda _: set()),
    ("X-008", "因政府信息公开引发行政诉讼{}件。", lambda t: total(t, "litigation", _SUITS, "total"), lambda _: set()),
    ("X-009", "因政府信息公开引发的行政复议结果维持{}件。", lambda t: total(t, "litigation", ("reconsideration",), "upheld"), lambda _: set()),
    ("X-010", "全年制定行政规范性文件{}件。", lambda t: total(t, "proactive_disclosure", ("normative_documents",), "issued"), lambda _: set()),
    ("X-011", "全年作出行政许可决定{}件。", lambda t: total(t, "proactive_disclosure", ("licences",), "decisions"), lambda _: set()),
    ("X-012", "全年收取行政事业性收费{}万元。", lambda t: total(t, "proactive_disclosure", ("fees",), "amount_10k_cny"), lambda _: set()),
)  # fmt: skip


def told(seed: int, most: int, layout: Layout, words: str, number: Callable[[Truth], Number], step: int) -> tuple[list[Finding], Number]:  # fmt: skip
    truth = consistent_truth(seed, most=most)
    said = number(truth) + step
    text = _OVERVIEW + words.format(f"{said:f}" if isinstance(said, Decimal) else said)
    return failures(render(replace(truth, sections={**truth.sections, 1: text}), layout)), said


layouts: st.SearchStrategy[Layout] = st.sampled_from([*LAYOUTS, "html"])


@given(seeds, sizes, layouts, st.sampled_from(SENTENCES), st.sampled_from([1, -1]))
@settings(max_examples=120, derandomize=True, deadline=None)
def test_a_sentence_whose_number_is_one_off_is_told_by_its_rule_alone(
    seed: int, most: int, layout: Layout, sentence: Sentence, step: int
) -> None:
    rule, words, number, instead = sentence
    truth = consistent_truth(seed, most=most)
    assume(number(truth) + step >= 1)  # a 0 is said as 无, which other rules tell
    assume(number(truth) + step not in instead(truth))
    findings, said = told(seed, most, layout, words, number, step)
    assert [each.rule for each in findings] == [rule]
    assert (findings[0].left, findings[0].right) == (said, number(truth))
    assert findings[0].quote
    assert re.search(rf"(?<!\d){said}(?!\d)", findings[0].quote)


@given(seeds, sizes, layouts, st.sampled_from(SENTENCES))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_a_sentence_whose_number_is_right_is_not_told(seed: int, most: int, layout: Layout, sentence: Sentence) -> None:
    _, words, number, _ = sentence
    assert told(seed, most, layout, words, number, 0)[0] == []
