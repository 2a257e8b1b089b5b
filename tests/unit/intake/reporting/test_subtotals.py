"""Subtotals that a report adds are no cells of the form: their equations name them, and their members are marked."""

import pytest

from intake.reporting import FILE_FORMATS, Page, describe_report, written
from pipeline.stages import read_report
from tests.corpus.rules import RULE_CASES

from .test_describing import cell, issues


def page_of(rule: str, kind: str, lang: str) -> Page:
    (case,) = [each for each in RULE_CASES if (each.rule, each.kind) == (rule, kind)]
    return describe_report(read_report(case.printed("html_plain"), case.name), lang)


@pytest.mark.parametrize(
    ("rule", "lang", "left", "right"),
    [
        ("T3-005", "zh", ("不予公开小计", "3"), ("保护第三方合法权益", "2")),
        ("T3-005", "en", ("refused, subtotal", "3"), ("refused: third party rights", "2")),
        ("T3-006", "zh", ("法人小计", "2"), ("商业企业", "1")),
        ("T3-006", "en", ("legal persons, subtotal", "2"), ("commercial", "1")),
    ],
)
def test_the_equation_of_a_subtotal_names_it_and_its_members(
    rule: str, lang: str, left: tuple[str, str], right: tuple[str, str]
) -> None:
    page = page_of(rule, "broken", lang)
    sides = issues(page, "agency").issues[0].lead.sides
    assert [side.terms for side in sides] == [(left,), (right,)]


def test_the_members_of_a_subtotal_are_marked_in_the_table() -> None:
    assert cell(page_of("T3-005", "broken", "zh"), "requests", "保护第三方", "总计").numbers == (1,)
    assert cell(page_of("T3-006", "broken", "zh"), "requests", "予以公开", "商业企业").numbers == (1,)


@pytest.mark.parametrize("rule", ["T3-005", "T3-006"])
@pytest.mark.parametrize("kind", ["broken", "kept", "untold"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_report_with_subtotals_can_be_drawn(rule: str, kind: str, lang: str) -> None:
    page = page_of(rule, kind, lang)
    assert all(written(page, file_format) for file_format in FILE_FORMATS)
