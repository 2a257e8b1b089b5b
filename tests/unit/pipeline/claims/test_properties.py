"""Over random consistent reports whose prose is made from their figures: change a number and its rule fires, else none."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.claims.vocabulary import tokens
from tests.making import Truth, consistent_truth, render
from tests.unit.pipeline.made import read

#: Rule, a sentence of section 1 with the number in it as {n}, and the figures whose sum the number is.
_SENTENCES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("X-001", "本机关新收政府信息公开申请{n}件。", ("requests.new_received.total",)),
    ("X-002", "政府信息公开申请上年结转{n}件。", ("requests.carried_over_in.total",)),
    ("X-003", "年内答复政府信息公开申请{n}件。", ("requests.total.total",)),
    ("X-004", "政府信息公开申请结转下年度继续办理{n}件。", ("requests.carried_over_out.total",)),
    ("X-005", "政府信息公开申请予以公开{n}件。", ("requests.granted.total",)),
    (
        "X-005",
        "政府信息公开申请无法提供{n}件。",
        tuple(
            f"requests.unavailable.{key}.total" for key in ("not_held", "not_ready_made", "unclear_after_correction")
        ),
    ),
    ("X-006", "自然人政府信息公开申请{n}件。", ("requests.new_received.natural_person",)),
    ("X-007", "因政府信息公开引发行政复议{n}件。", ("litigation.reconsideration.total",)),
    (
        "X-008",
        "因政府信息公开引发行政诉讼{n}件。",
        ("litigation.litigation_direct.total", "litigation.litigation_after_reconsideration.total"),
    ),
    ("X-009", "政府信息公开行政复议结果维持{n}件。", ("litigation.reconsideration.upheld",)),
    ("X-010", "本年制定规章{n}件。", ("proactive_disclosure.regulations.issued",)),
    ("X-010", "现行有效规范性文件{n}件。", ("proactive_disclosure.normative_documents.in_force",)),
    ("X-011", "本年作出行政许可决定{n}件。", ("proactive_disclosure.licences.decisions",)),
    ("X-011", "本年作出行政处罚决定{n}件。", ("proactive_disclosure.penalties.decisions",)),
)


def _value(truth: Truth, place: str) -> int:
    table, rest = place.split(".", 1)
    row, column = rest.rsplit(".", 1)
    cell = truth.figures[table][row][column]
    assert isinstance(cell, int)
    return cell


def _findings(truth: Truth, prose: str) -> list[tuple[str, str]]:
    sections = {**truth.sections, 1: prose}
    report = read(render(replace(truth, sections=sections), "pipes").decode())
    return [(each.rule, each.verdict) for each in report.findings if each.rule.startswith("X-")]


@settings(max_examples=25, derandomize=True, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_prose_made_from_the_figures_breaks_no_rule(seed: int) -> None:
    truth = consistent_truth(seed)
    said = [words.format(n=sum(_value(truth, place) for place in places)) for _, words, places in _SENTENCES]
    random.Random(seed).shuffle(said)
    prose = "\n".join(said)
    assert _findings(truth, f"{truth.sections[1]}\n{prose}") == []


@settings(max_examples=60, derandomize=True, deadline=None)
@given(seed=st.integers(0, 10_000), which=st.sampled_from(_SENTENCES), off=st.integers(1, 2_000))
def test_a_number_that_is_changed_fires_its_rule_alone(
    seed: int, which: tuple[str, str, tuple[str, ...]], off: int
) -> None:
    truth = consistent_truth(seed)
    rule, words, places = which
    value = sum(_value(truth, place) for place in places)
    others = {
        sum(_value(truth, f"requests.{row}.natural_person") for row in rows)
        for rows in (("new_received", "carried_over_in"), ("total",))
    }
    changed = value + off
    if rule == "X-006" and changed in others:
        return
    assert _findings(truth, words.format(n=changed)) == [(rule, "fail")]


@pytest.mark.parametrize("seed", range(5))
def test_the_makers_own_prose_breaks_no_rule(seed: int) -> None:
    truth = consistent_truth(seed)
    assert _findings(truth, truth.sections[1]) == []


def test_of_words_that_begin_alike_the_longest_is_taken_and_none_beyond_the_end() -> None:
    text = "未收到政府信息公开申请"
    assert [token.text for token in tokens(text, 0, len(text))] == ["未", "收到", "政府信息公开申请"]
    assert [token.text for token in tokens(text, 0, len(text) - 2)] == ["未", "收到", "政府信息公开"]
    assert [(token.kind, token.name) for token in tokens("较2022年增长", 0, 8)] == [("compare", ""), ("compare", "")]
