"""Findings over HTTP: listed with what people made of them, marked and opened again, each in the caller's name."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from models.audit import verify
from models.database import read
from models.tables import Stage
from tests.unit.pipeline.made import made
from workers.stage import run_stage

from .conftest import Service, files
from .test_batches import rows

TOTAL = "litigation.reconsideration.total"
FILES = {
    "a": made(cells={TOTAL: 5}),
    "b": made(agency="云岫县水务局", title="云岫县水务局2022年政府信息公开工作年度报告", year=2022, cells={TOTAL: 6}),
}


@pytest.fixture
def client(service: Service) -> Iterator[httpx.Client]:
    """Two reports that are done, of one batch of the `submit` key, in each of which the same sum is wrong."""
    with service.client("submit") as sender:
        answer = sender.post(
            "/v1/batches", files=files(**{f"{name}__txt": text.encode() for name, text in FILES.items()})
        )
        assert answer.status_code == 202, answer.text
    for stage in Stage:
        pairs = [(report, run) for report, run in rows(service, f"SELECT id, run FROM report WHERE stage = '{stage}'")]
        run_stage(stage, pairs, service.resources, owner="test", task_id="t")
    with service.client() as client:
        yield client
    with read(service.resources.engine) as session:
        assert list(verify(session)) == []


def the_finding(client: httpx.Client, report: int = 1) -> dict[str, Any]:
    answer = client.get(f"/v1/reports/{report}/findings")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = [each for each in answer.json()["findings"] if each["finding"]["rule"] == "T4-001"]
    return found[0]


def path(found: dict[str, Any]) -> str:
    return f"/v1/reports/{found['report_id']}/findings/{found['fingerprint']}/review"


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def listed(client: httpx.Client, **asked: Any) -> list[tuple[int, str]]:
    found, after = [], None
    while True:
        answer = client.get("/v1/findings", params=asked | ({} if after is None else {"after": after}))
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += [(each["report_id"], each["finding"]["rule"]) for each in page["items"]]
        after = page["next"]
        if after is None:
            return found


def test_a_finding_stands_as_in_its_report_beside_what_was_made_of_it(client: httpx.Client) -> None:
    found = the_finding(client)
    assert found["finding"] in client.get("/v1/reports/1").json()["findings"]
    assert (found["state"], found["review"], found["agency"], found["year"]) == ("open", None, "青箬市水务局", 2023)
    assert (found["finding"]["left"], found["finding"]["right"]) == (5, 3)


def test_a_mark_tells_who_made_it_why_and_of_which_bytes(service: Service, client: httpx.Client) -> None:
    found = the_finding(client)
    marked = client.put(path(found), json={"state": "dismissed", "reason": " 合并单元格\r\n=误读 "})
    assert marked.status_code == 200, marked.text
    review = marked.json()["review"]
    assert (marked.json()["state"], review["reason"], review["by"]) == ("dismissed", "合并单元格\n=误读", "key:operate")
    assert [(review["run"], review["sha256"])] == rows(service, "SELECT run, sha256 FROM report WHERE id = 1")
    assert the_finding(client) == marked.json()
    assert the_finding(client, 2)["state"] == "open"
    exported = client.get("/v1/export", params={"table": "findings", "format": "csv", "rule": "T4-001"}).text
    assert 'dismissed,"合并单元格\n=误读",key:operate,' in exported


def test_the_same_mark_again_changes_nothing_and_taking_it_back_is_safe_to_repeat(client: httpx.Client) -> None:
    found = the_finding(client)
    first, second = (client.put(path(found), json={"state": "confirmed"}).json() for _ in range(2))
    assert first == second
    for _ in range(2):
        assert client.delete(path(found)).status_code == 204
    assert the_finding(client) == found
    log = client.get("/v1/reports/1/audit").json()["items"]
    acts = [(each["actor"], each["action"]) for each in log if each["action"].startswith("review.")]
    assert acts == [("key:operate", "review.confirmed"), ("key:operate", "review.taken_back")]


def test_what_cannot_be_marked_is_a_problem_with_a_code(client: httpx.Client) -> None:
    found = the_finding(client)
    nowhere = f"/v1/reports/1/findings/{'0' * 64}/review"
    of_another = path(found | {"report_id": 2})
    for unknown in (nowhere, of_another):
        assert code(client.put(unknown, json={"state": "confirmed"})) == (404, "finding.unknown")
        assert code(client.delete(unknown)) == (404, "finding.unknown")
    assert code(client.put(path(found | {"report_id": 99}), json={"state": "confirmed"})) == (404, "report.unknown")
    assert code(client.get("/v1/reports/99/findings")) == (404, "report.unknown")
    for asked in ({"state": "dismissed"}, {"state": "dismissed", "reason": " "}):
        assert code(client.put(path(found), json=asked)) == (422, "review.reason_missing")
    assert code(client.put(path(found), json={"state": "confirmed", "reason": "\x1b[2J"})) == (
        422,
        "review.reason_unfit",
    )
    for wrong in ({"state": "open"}, {"state": "confirmed", "reason": "x" * 2001}, {"state": "confirmed", "why": ""}):
        assert code(client.put(path(found), json=wrong)) == (422, "request.invalid")
    assert code(client.put("/v1/reports/1/findings/abc/review", json={"state": "confirmed"})) == (
        422,
        "request.invalid",
    )
    assert the_finding(client) == found


def test_only_who_operates_may_mark_and_a_submit_key_sees_its_own(service: Service, client: httpx.Client) -> None:
    found = the_finding(client)
    for role in ("read", "submit"):
        with service.client(role) as other:
            assert the_finding(other) == found
            assert len(listed(other)) == 2
            assert code(other.put(path(found), json={"state": "confirmed"})) == (403, "key.role")
            assert code(other.delete(path(found))) == (403, "key.role")
    with service.key("stranger") as stranger:
        assert listed(stranger) == []
        assert code(stranger.get("/v1/reports/1/findings")) == (404, "report.unknown")


def test_findings_are_listed_page_by_page_and_the_unmarked_ones_where_nothing_else_is_said(
    client: httpx.Client,
) -> None:
    both = [(1, "T4-001"), (2, "T4-001")]
    assert listed(client) == listed(client, limit=1) == listed(client, state="open", batch=1) == both
    client.put(path(the_finding(client)), json={"state": "mended"})
    assert listed(client) == both[1:]
    assert listed(client, state="all", limit=1) == both
    assert listed(client, state="mended") == both[:1]
    assert listed(client, state="confirmed") == []


@pytest.mark.parametrize(
    ("asked", "reports"),
    [
        ({"rule": "T4-001", "severity": "error", "verdict": "fail"}, [1, 2]),
        ({"rule": "T4-002"}, []),
        ({"severity": "info"}, []),
        ({"verdict": "uncertain"}, []),
        ({"agency": "云岫县*"}, [2]),
        ({"agency": "青箬市水务局", "year": 2023}, [1]),
        ({"batch": 9}, []),
        ({"after": "1.0"}, [2]),
    ],
)
def test_filters_choose_what_is_listed(client: httpx.Client, asked: dict[str, Any], reports: list[int]) -> None:
    assert [report for report, _ in listed(client, **asked)] == reports


@pytest.mark.parametrize(
    "asked", [{"after": "x"}, {"after": "1"}, {"after": "9" * 30 + ".1"}, {"state": "gone"}, {"colour": "red"}]
)
def test_a_list_that_cannot_be_is_refused(client: httpx.Client, asked: dict[str, str]) -> None:
    assert code(client.get("/v1/findings", params=asked)) == (422, "request.invalid")


def test_the_page_and_the_summary_leave_out_what_was_dismissed_and_say_so(client: httpx.Client) -> None:
    before = client.get("/v1/batches/1/summary").json()
    found = the_finding(client)
    assert client.put(path(found), json={"state": "dismissed", "reason": "另表说明"}).status_code == 200
    other = the_finding(client, 2)
    assert client.put(path(other), json={"state": "confirmed"}).status_code == 200
    after = client.get("/v1/batches/1/summary").json()
    assert after["found"] == before["found"] | {
        "error": before["found"]["error"] - 1, "issues": before["found"]["issues"] - 1, "dismissed": 1, "confirmed": 1
    }  # fmt: skip
    (line,) = [each for each in after["rules"] if each["rule"] == "T4-001"]
    assert (line["findings"], line["dismissed"]) == (1, 1)
    for asked, heading in (({}, "已复核，不作为问题"), ({"lang": "en", "format": "md"}, "Reviewed, not held against")):
        page = client.get("/v1/reports/1/page", params=asked).text
        assert page.index(heading) < page.index("另表说明")
        assert heading not in client.get("/v1/reports/2/page", params=asked).text
    assert "确认属实（key:" in client.get("/v1/reports/2/page").text
    assert "不作为问题" in client.get("/v1/batches/1/summary", params={"format": "html"}).text


def test_the_document_describes_the_summary(client: httpx.Client) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    tally = schemas["Tally"]["properties"]
    assert set(client.get("/v1/batches/1/summary").json()["found"]) == set(tally) >= {"dismissed", "confirmed"}
    assert set(schemas["BatchSummary"]["properties"]) == set(client.get("/v1/batches/1/summary").json())
