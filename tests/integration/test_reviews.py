"""Marks on findings over real runs, on both databases: kept while the finding says the same, open again when not."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event

from intake.queries.dead_letters import DoneFilter
from intake.queries.findings import FindingState, ReviewedFinding, findings_of_report, reviewed_findings
from intake.reporting import describe_report
from intake.reporting.model import Issues
from intake.reporting.of_marks import remarks_on
from intake.reports import stored_report
from models.audit import verify
from models.database import read
from models.tables import ReviewStanding, ReviewState, Stage
from tests.unit.pipeline.made import made
from workers.reprocessing import mend
from workers.reviewing import Refused, mark, take_back
from workers.stage import run_stage

from .conftest import System

TOTAL = "litigation.reconsideration.total"  # of 2 + 0 + 0 + 1
WRONG = made(cells={TOTAL: 5})
OTHER = made(cells={TOTAL: 6})
RIGHT = made()
REPORT = 1


def pass_stage(system: System, stage: Stage) -> None:
    waiting = system.rows("SELECT id, run FROM report WHERE state = 'queued' AND stage = :stage", stage=stage.value)
    pairs = [(int(str(report)), int(str(run))) for report, run in waiting]
    run_stage(stage, pairs, system.resources, owner="test", task_id="t")


def pass_stages(system: System) -> None:
    for stage in Stage:
        pass_stage(system, stage)


def begun(system: System, *texts: str) -> None:
    system.submit({f"{n}.txt": text.encode() for n, text in enumerate(texts or (WRONG,))})
    pass_stages(system)


def new_bytes(system: System, text: str) -> None:
    data = text.encode()
    sha256 = system.resources.files.put(data)
    mend(system.resources.engine, REPORT, sha256=sha256, size_bytes=len(data), name="m.txt", actor="test")


def mended(system: System, text: str) -> None:
    new_bytes(system, text)
    pass_stages(system)


def checked_again(system: System) -> None:
    system.reprocess(DoneFilter(), from_stage=Stage.CHECK_CONSISTENCY)
    pass_stages(system)


def the_finding(system: System, rule: str = "T4-001") -> ReviewedFinding:
    (found,) = [each for each in reviewed_findings(system.resources.engine, REPORT) if each.finding.rule == rule]
    return found


def put(system: System, state: ReviewState, reason: str | None = None, actor: str = "甲") -> str:
    fingerprint = the_finding(system).fingerprint
    assert mark(system.resources.engine, REPORT, fingerprint, state, reason=reason, actor=actor)
    return fingerprint


def lapsed(system: System) -> list[tuple[str, ReviewStanding]]:
    found = findings_of_report(system.resources.engine, REPORT)
    return [(each.fingerprint, each.standing) for each in found.lapsed]


def acts(system: System) -> list[object]:
    query = "SELECT action FROM audit_log WHERE action LIKE 'review.%' AND report_id = 1 ORDER BY seq"
    with read(system.resources.engine) as session:
        assert list(verify(session)) == []
    return [action for (action,) in system.rows(query)]


@pytest.mark.parametrize("state", list(ReviewState))
def test_a_mark_survives_new_runs_of_the_same_bytes(system: System, state: ReviewState) -> None:
    begun(system)
    put(system, state, "核对过原件")
    for run in (2, 3):
        checked_again(system)
        found = the_finding(system)
        assert found.review is not None
        assert (found.run, found.state.value, found.review.reason, found.review.by) == (run, state, "核对过原件", "甲")
        assert found.review.run == 1
    assert (lapsed(system), acts(system)) == ([], [f"review.{state}"])


def test_a_mark_survives_other_bytes_that_say_the_same_elsewhere(system: System) -> None:
    begun(system)
    put(system, ReviewState.CONFIRMED)
    at = the_finding(system).finding.operands[0].at
    mended(system, "各位读者:\n" + WRONG)
    found = the_finding(system)
    assert found.finding.operands[0].at != at
    assert found.state == FindingState.CONFIRMED
    assert acts(system) == ["review.confirmed"]


def test_a_finding_with_another_side_is_open_again_and_that_is_noted_once(system: System) -> None:
    begun(system)
    before = put(system, ReviewState.DISMISSED, "误读")
    mended(system, OTHER)
    for _ in range(2):
        assert the_finding(system).state == FindingState.OPEN
        assert lapsed(system) == [(before, ReviewStanding.CHANGED)]
        assert acts(system) == ["review.dismissed", "review.reopened"]
        checked_again(system)
    put(system, ReviewState.CONFIRMED)
    checked_again(system)
    assert lapsed(system) == [(before, ReviewStanding.NOT_FOUND)]
    assert acts(system)[2:] == ["review.confirmed", "review.lapsed"]


def test_what_was_called_mended_is_open_again_if_other_bytes_still_have_it(system: System) -> None:
    begun(system)
    fingerprint = put(system, ReviewState.MENDED)
    mended(system, WRONG + "\n")
    assert the_finding(system).state == FindingState.OPEN
    assert lapsed(system) == [(fingerprint, ReviewStanding.STILL_FOUND)]
    assert acts(system) == ["review.mended", "review.reopened"]
    put(system, ReviewState.MENDED)
    assert the_finding(system).state == FindingState.MENDED
    assert lapsed(system) == []


def test_a_mark_whose_finding_is_gone_is_kept_and_holds_again_if_it_comes_back(system: System) -> None:
    begun(system)
    fingerprint = put(system, ReviewState.CONFIRMED)
    mended(system, RIGHT)
    assert reviewed_findings(system.resources.engine, REPORT) == ()
    assert lapsed(system) == [(fingerprint, ReviewStanding.NOT_FOUND)]
    mended(system, WRONG + "\n\n")
    assert the_finding(system).state == FindingState.CONFIRMED
    assert (lapsed(system), acts(system)) == ([], ["review.confirmed", "review.lapsed", "review.restored"])


def test_the_last_good_run_s_findings_are_marked_while_a_new_run_is_under_way(system: System) -> None:
    begun(system)
    new_bytes(system, OTHER)
    pass_stage(system, Stage.NORMALIZE)
    fingerprint = put(system, ReviewState.CONFIRMED)
    assert the_finding(system).state == FindingState.CONFIRMED
    for stage in list(Stage)[1:]:
        pass_stage(system, stage)
    assert the_finding(system).state == FindingState.OPEN
    assert lapsed(system) == [(fingerprint, ReviewStanding.CHANGED)]
    assert acts(system) == ["review.confirmed", "review.reopened"]


def at_once(*works: Callable[[], object]) -> None:
    """Do these at the same time, the first of them in this thread, whose signals a stage needs."""
    start = threading.Barrier(len(works))
    failed: list[BaseException] = []

    def one(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except Refused:
            pass
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=one, args=(work,)) for work in works[1:]]
    for thread in threads:
        thread.start()
    one(works[0])
    for thread in threads:
        thread.join()
    assert failed == []


def test_of_people_who_mark_at_once_one_prevails_and_all_are_noted(system: System) -> None:
    begun(system)
    engine, fingerprint = system.resources.engine, the_finding(system).fingerprint
    people = [f"人{n}" for n in range(6)]

    def work(actor: str) -> Callable[[], object]:
        return lambda: mark(engine, REPORT, fingerprint, ReviewState.DISMISSED, reason=actor, actor=actor)

    at_once(*map(work, people))
    noted = system.rows("SELECT actor FROM audit_log WHERE action = 'review.dismissed' ORDER BY seq")
    assert sorted(str(actor) for (actor,) in noted) == people
    review = the_finding(system).review
    assert review is not None
    assert review.by == review.reason == noted[-1][0]
    assert len(acts(system)) == 6


def test_a_mark_and_a_new_run_that_meet_come_one_after_the_other(system: System) -> None:
    begun(system)
    engine = system.resources.engine
    for total in range(6, 12):
        fingerprint, before = the_finding(system).fingerprint, (lapsed(system), acts(system))
        new_bytes(system, made(cells={TOTAL: total}))
        for stage in list(Stage)[:-1]:
            pass_stage(system, stage)
        at_once(
            partial(pass_stage, system, Stage.CHECK_CONSISTENCY),
            partial(mark, engine, REPORT, fingerprint, ReviewState.CONFIRMED, reason=None, actor="甲"),
        )
        assert the_finding(system).state == FindingState.OPEN
        marks, done = before
        assert (lapsed(system), acts(system)) in [
            before,
            ([*marks, (fingerprint, ReviewStanding.CHANGED)], [*done, "review.confirmed", "review.reopened"]),
        ]


def test_first_runs_never_ask_for_marks_and_later_ones_ask_once_for_a_chunk(system: System) -> None:
    asked: list[str] = []

    def note_statement(*arguments: Any) -> None:
        if "review" in arguments[2] and arguments[2].startswith(("SELECT", "UPDATE")):
            asked.append(arguments[2])

    event.listen(system.resources.engine, "before_cursor_execute", note_statement)
    begun(system, *(made(cells={TOTAL: total}) for total in range(5, 9)))
    assert asked == []
    checked_again(system)
    assert len(asked) == 1


def test_the_same_mark_again_changes_nothing_and_another_replaces_it(system: System) -> None:
    begun(system)
    engine, fingerprint = system.resources.engine, put(system, ReviewState.CONFIRMED)
    assert not mark(engine, REPORT, fingerprint, ReviewState.CONFIRMED, reason=" ", actor="甲")
    assert mark(engine, REPORT, fingerprint, ReviewState.DISMISSED, reason="误读", actor="甲")
    assert take_back(engine, REPORT, fingerprint, actor="乙")
    assert not take_back(engine, REPORT, fingerprint, actor="乙")
    assert the_finding(system).state == FindingState.OPEN
    assert acts(system) == ["review.confirmed", "review.dismissed", "review.taken_back"]


def test_a_mark_that_cannot_be_is_refused_with_a_code(system: System) -> None:
    begun(system)
    ours, confirmed, dismissed = the_finding(system).fingerprint, ReviewState.CONFIRMED, ReviewState.DISMISSED
    for report, fingerprint, state, reason, code in (
        (99, ours, confirmed, None, "report.unknown"),
        (REPORT, "0" * 64, confirmed, None, "finding.unknown"),
        (REPORT, ours, dismissed, None, "review.reason_missing"),
        (REPORT, ours, dismissed, " \r\n\t", "review.reason_missing"),
        (REPORT, ours, confirmed, "x" * 2001, "review.reason_unfit"),
        (REPORT, ours, confirmed, "a\x1b[2Jb", "review.reason_unfit"),
        (REPORT, ours, confirmed, "a\x00b", "review.reason_unfit"),
        (REPORT, ours, confirmed, "a\ud800b", "review.reason_unfit"),
    ):
        with pytest.raises(Refused) as refused:
            mark(system.resources.engine, report, fingerprint, state, reason=reason, actor="甲")
        assert refused.value.code == code
    with pytest.raises(Refused, match=r"finding\.unknown"):
        take_back(system.resources.engine, REPORT, "0" * 64, actor="甲")
    assert (the_finding(system).review, acts(system)) == (None, [])


def review_said(system: System) -> tuple[str, ...]:
    """What the page says of the marks on the one finding of T4-001."""
    engine = system.resources.engine
    report = stored_report(engine, REPORT)
    assert report is not None
    page = describe_report(report, "zh", remarks_on(findings_of_report(engine, REPORT)))
    every = [issue for part in page.parts if isinstance(part, Issues) for issue in part.issues]
    (found,) = [issue for issue in every if issue.lead.rule == "T4-001"]
    return found.review


def test_the_page_says_what_was_made_of_a_finding_and_of_the_one_in_its_place_before(system: System) -> None:
    begun(system)
    put(system, ReviewState.DISMISSED, "误读")
    (said,) = review_said(system)
    assert said.startswith("不作为问题（甲，")
    mended(system, OTHER)
    (said,) = review_said(system)
    assert said.startswith("内容已变，此前的标记不再有效：不作为问题（甲，")
    put(system, ReviewState.MENDED)
    (said,) = review_said(system)
    assert said.startswith("已更正（甲，")
    mended(system, OTHER + "\n")
    (said,) = review_said(system)
    assert said.startswith("更正后的文件中仍有，此前的标记不再有效：已更正（甲，")
