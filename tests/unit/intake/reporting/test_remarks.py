"""A page shows what people made of findings: at their issue; what they dismissed is not counted and stands at the end."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec
import pytest

from intake.reporting import FILE_FORMATS, Page, describe_report, written
from intake.reporting.model import Issue
from intake.reporting.remarks import Remark, Remarks
from intake.reporting.words import EN, ZH
from pipeline.checks import Finding
from pipeline.report import Report

from .pages import HOSTILE, one_error
from .test_describing import cell, issues

State = Literal["confirmed", "dismissed", "mended"]
NOON = datetime(2026, 1, 30, 12, 0, tzinfo=UTC)


def remark(state: State, reason: str | None = None, by: str = "甲") -> Remark:
    return Remark(state, by, NOON, reason)


def group(report: Report) -> list[Finding]:
    """The three findings of one error: T3-001 and T3-002 of natural persons, T3-003 of the total."""
    found = [each for each in report.findings if each.group == 1]
    assert [each.rule for each in found] == ["T3-001", "T3-002", "T3-003"]
    return found


def on(findings: Sequence[Finding], *put: Remark) -> Remarks:
    return dict.fromkeys(findings, put)


def first(page: Page) -> Issue:
    return issues(page, "agency").issues[0]


def counts(page: Page) -> dict[str, str]:
    return {count.label: count.text for count in page.counts}


def test_a_mark_on_a_whole_issue_says_who_when_and_why_once() -> None:
    report = one_error()
    page = describe_report(report, "zh", on(group(report), remark("confirmed", "已电话\n核实")))
    assert first(page).review == ("确认属实（甲，2026-01-30 12:00 UTC）：已电话 核实",)
    assert counts(page)["错误"] == "1 处（3 条）"
    assert "不作为问题" not in counts(page)


def test_different_marks_in_one_issue_say_on_which_rule_they_are() -> None:
    report = one_error()
    lead, other, _ = group(report)
    remarks = on([lead], remark("confirmed")) | on([other], remark("mended", by="乙"))  # type: ignore[operator]
    assert first(describe_report(report, "zh", remarks)).review == (
        "T3-001[自然人]：确认属实（甲，2026-01-30 12:00 UTC）",
        "T3-002[自然人]：已更正（乙，2026-01-30 12:00 UTC）",
    )
    assert first(describe_report(report, "en", remarks)).review[1] == (
        "T3-002[natural person]: mended (乙, 2026-01-30 12:00 UTC)"
    )


@pytest.mark.parametrize(("lang", "words"), [("zh", ZH), ("en", EN)])
def test_what_was_dismissed_is_no_error_marks_no_cell_and_stands_at_the_end_with_its_reason(
    lang: str, words: object
) -> None:
    report = one_error()
    page = describe_report(report, lang, on(group(report), remark("dismissed", "另表说明")))
    assert page.parts[-1] == issues(page, "reviewed")
    (gone,) = issues(page, "reviewed").issues
    assert (gone.is_dismissed, gone.lead.rule, len(gone.consequences), gone.advice) == (True, "T3-001", 2, "")
    assert gone.review[0].endswith("另表说明")
    assert {issue.lead.rule for issue in issues(page, "agency").issues} == {"F-010", "F-011"}
    assert page.verdict == getattr(words, "only_lesser").format(2)  # noqa: B009 - the type of the two is one
    assert [count.number for count in page.counts][::4] == [0, 3]
    natural = {"zh": "自然人", "en": "natural person"}[lang]
    assert cell(page, "requests", {"zh": "新收", "en": "new received"}[lang], natural).state == "plain"
    numbers = [issue.number for part in ("agency", "own", "reviewed") for issue in issues(page, part).issues]
    assert numbers == list(range(1, len(numbers) + 1))


def test_of_an_issue_that_was_dismissed_in_part_the_rest_is_held() -> None:
    report = one_error()
    page = describe_report(report, "zh", on(group(report)[:1], remark("dismissed", "转办")))
    assert [first(page).lead.rule, *(line.rule for line in first(page).consequences)] == ["T3-002", "T3-003"]
    message = first(describe_report(report, "zh")).lead.message
    (said,) = first(page).review
    assert said == f"T3-001[自然人] {message}：不作为问题（甲，2026-01-30 12:00 UTC）：转办"
    assert (counts(page)["错误"], counts(page)["不作为问题"]) == ("1 处（2 条）", "1 条")
    assert cell(page, "requests", "新收", "自然人").state == "plain"  # only T3-001 names it
    assert cell(page, "requests", "（七）总计", "自然人").state == "wrong"


def test_a_report_of_which_all_was_dismissed_says_that_nothing_is_left() -> None:
    report = msgspec.structs.replace(one_error(), findings=tuple(group(one_error())))
    page = describe_report(report, "zh", on(report.findings, remark("dismissed", "重复")))
    assert page.verdict == "没有需要核实的问题；3 条经复核不作为问题。"
    assert not any(part.is_marked for part in page.parts if part.key == "litigation")  # type: ignore[union-attr]


def test_a_doubt_that_was_dismissed_is_none_of_ours_any_more() -> None:
    report = one_error()
    doubts = [each for each in report.findings if each.verdict == "uncertain"]
    page = describe_report(report, "zh", on(doubts, remark("dismissed", "空白即无")))
    assert counts(page)["未能确定"] == "0 条"
    assert issues(page, "own").issues == ()
    assert {issue.weight for issue in issues(page, "reviewed").issues} == {"doubt"}


def test_a_mark_that_lapsed_is_told_and_takes_nothing_out() -> None:
    report = one_error()
    gone = Remark("dismissed", "甲", NOON, "误读", "changed")
    page = describe_report(report, "zh", on(group(report)[:1], gone))
    assert first(page).review == (
        "T3-001[自然人]：内容已变，此前的标记不再有效：不作为问题（甲，2026-01-30 12:00 UTC）：误读",
    )
    assert page.verdict == ZH.wrong.format(1)


def test_each_drawing_shows_the_marks_and_what_they_say_is_inert() -> None:
    report = one_error()
    lead, *rest = group(report)
    said = on(rest, remark("confirmed", HOSTILE)) | on([lead], remark("dismissed", HOSTILE, HOSTILE))  # type: ignore[operator]
    others = [each for each in report.findings if each.rule == "F-010"]
    page = describe_report(report, "zh", said | on(others, remark("dismissed", "已说明")))
    for file_format in FILE_FORMATS:
        text = written(page, file_format).decode()
        assert "已复核，不作为问题" in text
        assert "已说明" in text
        assert text.count("hacked") >= 3
        if file_format != "text":
            assert "<script>" not in text.replace("\\<", "")
