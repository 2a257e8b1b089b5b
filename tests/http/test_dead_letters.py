"""Dead letters over HTTP: seen by cause and one by one, sent through again, dismissed; all of it in the caller's name."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from config.settings import WorkSettings
from models.audit import verify
from models.database import read
from models.tables import Stage
from pipeline.checks import rules_version
from pipeline.errors import DocumentScanned
from workers.book import Outcome
from workers.claims import claim
from workers.failures import bug_of, failure_of
from workers.reprocessing import advance
from workers.settle import settle
from workers.storing import Stored

from .conftest import Service, files

WORK = WorkSettings()


def rows(service: Service, query: str) -> list[tuple[Any, ...]]:
    with read(service.resources.engine) as session:
        return [tuple(row) for row in session.execute(text(query))]


def end_stage(service: Service, stage: Stage, outcome: Outcome, ids: list[int] | None = None) -> None:
    """Let the queued reports (or those of `ids`) end `stage` so, without looking at them."""
    engine = service.resources.engine
    waiting = rows(service, f"SELECT id, run FROM report WHERE state = 'queued' AND stage = '{stage}'")
    pairs = [(report, run) for report, run in waiting if ids is None or report in ids]
    taken = claim(engine, stage, pairs, lease=timedelta(seconds=30), owner="test", task_id="t")
    settle(engine, stage, taken, dict.fromkeys((each.id for each in taken.reports), outcome), WORK)


def end_well(service: Service) -> None:
    for stage in Stage:
        end_stage(service, stage, Stored(report={"pipeline_version": "0.1.0", "rules_version": "62-a"}))


@pytest.fixture
def client(service: Service) -> Iterator[httpx.Client]:
    """Six reports that failed: 1 to 4 of a bug, 5 and 6 since they were scanned; and 7, which is done."""
    with service.client() as client:
        client.post("/v1/batches", files=files(**{f"r{n}__txt": b"report %d" % n for n in range(1, 8)}))
        end_stage(service, Stage.NORMALIZE, bug_of(ValueError("x"), "normalize"), [1, 2, 3, 4])
        scanned = failure_of(DocumentScanned(format="PDF"), "normalize", WORK)
        end_stage(service, Stage.NORMALIZE, scanned, [5, 6])
        end_well(service)
        yield client
    with read(service.resources.engine) as session:
        assert list(verify(session)) == []


def reprocess(client: httpx.Client, what: str = "dead-letters", **asked: Any) -> dict[str, Any]:
    answer = client.post(f"/v1/{what}/reprocess", json=asked)
    assert answer.status_code == 202, answer.text
    found: dict[str, Any] = answer.json()
    return found


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_dead_letters_are_listed_page_by_page(client: httpx.Client) -> None:
    seen, after = [], 0
    while after is not None:
        page = client.get("/v1/dead-letters", params={"limit": 4, "after": after}).json()
        seen += page["items"]
        after = page["next"]
    assert [each["report_id"] for each in seen] == [1, 2, 3, 4, 5, 6]
    assert [each["name"] for each in seen][-1] == "r6.txt"
    assert seen[5]["code"] == "document.scanned"
    assert seen[5]["links"] == {"self": "/v1/dead-letters/6", "report": "/v1/reports/6"}


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"code": "internal.*"}, 4), ({"code": "document.scanned", "stage": "normalize"}, 2), ({"batch": 2}, 0),
        ({"older_than": "1h"}, 0), ({"newer_than": "9999d"}, 6), ({"state": "dismissed"}, 0), ({"state": "all"}, 6),
        ({"pipeline_older_than": "99"}, 6), ({"year": 2023}, 0), ({"agency": "云岫县*"}, 0),
    ],
)  # fmt: skip
def test_filters_choose_what_is_listed(client: httpx.Client, asked: dict[str, Any], count: int) -> None:
    assert len(client.get("/v1/dead-letters", params=asked).json()["items"]) == count


def test_equal_causes_are_a_group_that_links_to_its_letters(client: httpx.Client) -> None:
    found = client.get("/v1/dead-letters/groups").json()["items"]
    assert [(each["code"], each["count"], each["example"]) for each in found] == [
        ("internal.ValueError", 4, 4),
        ("document.scanned", 2, 6),
    ]
    assert len(client.get(found[0]["links"]["letters"]).json()["items"]) == 4


def test_one_letter_tells_its_attempts_and_its_traceback_to_who_operates(
    service: Service, client: httpx.Client
) -> None:
    shown = client.get("/v1/dead-letters/1").json()
    assert [(each["stage"], each["outcome"]) for each in shown["history"]] == [("normalize", "dead")]
    assert "ValueError" in shown["traceback"]
    with service.client("read") as reader:
        assert reader.get("/v1/dead-letters/1").json()["traceback"] is None
    assert code(client.get("/v1/dead-letters/99")) == (404, "dead_letter.unknown")


def test_a_dry_run_counts_and_changes_nothing(service: Service, client: httpx.Client) -> None:
    answer = client.post("/v1/dead-letters/reprocess", json={"all": True, "dry_run": True})
    assert answer.status_code == 200
    preview = answer.json()
    assert preview["count"] == 6
    assert preview["codes"] == {"internal.ValueError": 4, "document.scanned": 2}
    assert {each["code"] for each in preview["sample"][:2]} == set(preview["codes"])
    assert rows(service, "SELECT DISTINCT run FROM report") == [(1,)]
    assert client.get("/v1/reprocessings").json()["items"] == []


def test_the_rest_follows_the_canary_and_the_report_afterwards_tells_what_changed(
    service: Service, client: httpx.Client
) -> None:
    begun = reprocess(client, all=True, canary=2)
    assert (begun["state"], begun["total"], begun["verdicts"]) == ("canary", 6, {"sent": 2, "waiting": 4})
    end_well(service)
    advance(service.resources.engine)
    end_stage(service, Stage.NORMALIZE, bug_of(ValueError("x"), "normalize"), [2])
    end_stage(service, Stage.NORMALIZE, bug_of(KeyError("x"), "normalize"), [3])
    end_well(service)
    advance(service.resources.engine)
    after = client.get(begun["links"]["self"]).json()
    assert (after["state"], after["verdicts"]) == ("finished", {"done": 4, "dead_same": 1, "dead_other": 1})
    assert {
        "before": "internal.ValueError",
        "verdict": "dead_other",
        "after": "internal.KeyError",
        "reports": 1,
    } in after["changes"]
    assert rows(service, "SELECT DISTINCT actor FROM run WHERE run = 2") == [("key:operate",)]
    assert ("key:operate",) in rows(service, "SELECT DISTINCT actor FROM audit_log WHERE action = 'report.requeued'")


def test_a_canary_that_dies_leaves_the_other_letters_open(service: Service, client: httpx.Client) -> None:
    begun = reprocess(client, code="internal.*", canary=1)
    end_stage(service, Stage.NORMALIZE, bug_of(ValueError("x"), "normalize"))
    advance(service.resources.engine)
    after = client.get(begun["links"]["self"]).json()
    assert (after["state"], after["verdicts"]) == ("stopped", {"dead_same": 1, "held_back": 3})
    assert after["reason"]
    assert len(client.get("/v1/dead-letters", params={"code": "internal.*"}).json()["items"]) == 4


def test_letters_are_sent_by_number_once(service: Service, client: httpx.Client) -> None:
    assert reprocess(client, ids=[1, 2])["verdicts"] == {"sent": 2}
    assert reprocess(client, ids=[1, 2, 3])["verdicts"] == {"sent": 1}
    assert code(client.post("/v1/dead-letters/reprocess", json={"ids": [3, 99]})) == (404, "dead_letter.unknown")
    assert rows(service, "SELECT count(*) FROM report WHERE run = 2 AND lane = 'bulk'") == [(3,)]


@pytest.mark.parametrize("what", ["dead-letters", "reports"])
def test_nothing_chosen_sends_nothing(service: Service, client: httpx.Client, what: str) -> None:
    path = f"/v1/{what}/reprocess"
    nothing: list[dict[str, Any]] = [{}, {"canary": 3}, {"ids": []}, {"year": None}]
    for asked in nothing:
        assert code(client.post(path, json=asked)) == (422, "reprocessing.nothing_chosen")
    assert code(client.post(path, json={"agnecy": "x"})) == (422, "request.invalid")
    assert rows(service, "SELECT count(*) FROM reprocessing") == [(0,)]


def test_the_same_call_again_begins_nothing_new(client: httpx.Client) -> None:
    again = {"Idempotency-Key": "k"}
    path = "/v1/dead-letters/reprocess"
    first, second = (client.post(path, json={"ids": [1]}, headers=again).json() for _ in range(2))
    assert first == second
    for refused in (
        client.post(path, json={"ids": [2]}, headers=again),
        client.post("/v1/reports/reprocess", json={"all": True}, headers=again),
    ):
        assert code(refused) == (409, "idempotency.other_call")
    assert len(client.get("/v1/reprocessings").json()["items"]) == 1


def test_done_reports_are_sent_again_from_a_stage(service: Service, client: httpx.Client) -> None:
    chosen = {"pipeline_older_than": "0.10.0", "rules_other_than": "62-b", "from_stage": "check_consistency"}
    for other in ({"pipeline_older_than": "0.1.0"}, {"rules_other_than": "62-a"}, {"form": "2021"}, {"ids": [1]}):
        assert reprocess(client, "reports", **other)["verdicts"] == {}
    assert reprocess(client, "reports", **chosen)["verdicts"] == {"sent": 1}
    assert rows(service, "SELECT id, run, result_run, stage FROM report WHERE run > 1") == [
        (7, 2, 1, "check_consistency")
    ]
    assert reprocess(client, "reports", all=True)["verdicts"] == {}


def test_reports_that_were_checked_with_the_rules_of_now_are_left_where_that_is_asked(
    service: Service, client: httpx.Client
) -> None:
    with service.resources.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE report SET rules_version = '{rules_version()}'")
    assert reprocess(client, "reports", rules_other_than="current")["verdicts"] == {}
    with service.resources.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE report SET rules_version = '62-a'")
    begun = reprocess(client, "reports", rules_other_than="current", from_stage="check_consistency")
    assert (begun["verdicts"], begun["filter"]["rules_other_than"]) == ({"sent": 1}, rules_version())


def test_reprocessings_are_listed_the_newest_first(client: httpx.Client) -> None:
    ids = [reprocess(client, ids=[n])["id"] for n in (1, 2, 3)]
    page = client.get("/v1/reprocessings", params={"limit": 2}).json()
    assert [each["id"] for each in page["items"]] == ids[:0:-1]
    rest = client.get("/v1/reprocessings", params={"limit": 2, "before": page["next"]}).json()
    assert ([each["id"] for each in rest["items"]], rest["next"]) == (ids[:1], None)
    assert page["items"][0]["filter"] == {"ids": [3], "state": "open"}
    assert code(client.get("/v1/reprocessings/99")) == (404, "reprocessing.unknown")


def test_a_dismissed_letter_keeps_its_reason_and_is_not_sent_again(client: httpx.Client) -> None:
    path = "/v1/dead-letters/1/dismiss"
    for _ in range(2):
        dismissed = client.post(path, json={"reason": "重复提交"})
        assert (dismissed.status_code, dismissed.json()["state"]) == (200, "dismissed")
    assert code(client.post(path, json={"reason": "other"})) == (409, "dead_letter.not_open")
    assert code(client.post(path, json={"reason": "  "})) == (422, "request.invalid")
    assert client.get("/v1/dead-letters", params={"state": "dismissed"}).json()["items"][0]["reason"] == "重复提交"
    assert reprocess(client, ids=[1])["verdicts"] == {}


def test_an_address_with_a_word_is_not_taken_for_one_with_a_number(client: httpx.Client) -> None:
    for path in ("/v1/dead-letters/reprocess", "/v1/reports/reprocess"):
        answer = client.get(path)
        assert code(answer) == (405, "method.not_allowed")
        assert answer.headers["Allow"] == "POST"
