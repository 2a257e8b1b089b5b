"""Reports over HTTP: as a list, one by one with their runs, their bytes, their log, and mended."""

from typing import Any

from sqlalchemy import text

from models.database import write

from .conftest import Service
from .test_batches import rows, upload


def submitted(service: Service, role: str = "submit", files: dict[str, bytes] | None = None) -> list[dict[str, Any]]:
    with service.client(role) as client:
        found: list[dict[str, Any]] = upload(client, files or {"甲.txt": b"one", "b.txt": b"two"}).json()["files"]
    return found


def test_a_report_that_waits_is_shown_with_its_state_and_runs(service: Service) -> None:
    (first, _) = submitted(service)
    with service.client("submit") as client:
        shown = client.get(first["links"]["report"]).json()
    assert (shown["id"], shown["state"], shown["stage"], shown["result_run"]) == (
        first["report_id"], "queued", "normalize", None
    )  # fmt: skip
    assert (shown["schema"], shown["file"]["name"], shown["tables"], shown["error"]) == (
        "nianbao.report/1", "甲.txt", {}, None
    )  # fmt: skip
    assert [(each["run"], each["cause"], each["actor"]) for each in shown["runs"]] == [(1, "submitted", "key:submit")]


def test_reports_are_listed_page_by_page_under_filters(service: Service) -> None:
    submitted(service, files={f"f{n}": str(n).encode() for n in range(5)})
    with service.client("read") as client:
        first = client.get("/v1/reports", params={"limit": 3}).json()
        second = client.get("/v1/reports", params={"limit": 3, "after": first["next"]}).json()
        done = client.get("/v1/reports", params={"state": "done"}).json()
        unknown = client.get("/v1/reports", params={"colour": "red"})
    assert [len(first["items"]), len(second["items"]), second["next"]] == [3, 2, None]
    assert done["items"] == []
    assert (unknown.status_code, unknown.json()["code"]) == (422, "request.invalid")


def test_a_submit_key_sees_its_own_reports_alone(service: Service) -> None:
    (theirs,) = submitted(service, "operate", {"a": b"theirs"})
    (ours,) = submitted(service, "submit", {"b": b"ours"})
    with service.client("submit") as client:
        assert [each["id"] for each in client.get("/v1/reports").json()["items"]] == [ours["report_id"]]
        for path in ("", "/source", "/audit"):
            assert client.get(f"/v1/reports/{ours['report_id']}{path}").status_code == 200
            assert client.get(f"/v1/reports/{theirs['report_id']}{path}").status_code == 404
        assert "theirs" not in client.get("/v1/export", params={"table": "reports", "format": "jsonl"}).text


def test_the_source_is_the_bytes_to_be_saved_and_never_shown(service: Service) -> None:
    (file, _) = submitted(service)
    with service.client("read") as client:
        answer = client.get(f"/v1/reports/{file['report_id']}/source")
    assert answer.content == b"one"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%E7%94%B2.txt"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_mended_bytes_begin_a_new_run_and_are_noted_with_the_key_s_name(service: Service) -> None:
    (file, other) = submitted(service)
    path = f"/v1/reports/{file['report_id']}"
    with service.client() as client:
        mended = client.put(f"{path}/source", content=b"mended", params={"name": "新.txt"})
        empty = client.put(f"{path}/source", content=b"")
        taken = client.put(f"{path}/source", content=b"two")
        shown = client.get(path).json()
        log = client.get(f"{path}/audit").json()["items"]
    assert (mended.status_code, mended.json()["run"]) == (202, 2)
    assert (empty.status_code, empty.json()["code"]) == (422, "file.empty")
    assert (taken.status_code, taken.json()["code"], taken.json()["report_id"]) == (
        409, "report.duplicate", other["report_id"]
    )  # fmt: skip
    assert [(each["run"], each["cause"], each["outcome"]) for each in shown["runs"]] == [
        (1, "submitted", "superseded"), (2, "mended", None)
    ]  # fmt: skip
    assert shown["file"]["name"] == "新.txt"
    assert [(each["actor"], each["action"]) for each in log] == [
        ("key:submit", "report.submitted"), ("key:operate", "report.mended")
    ]  # fmt: skip
    assert service.spooled() == []
    assert rows(service, "SELECT lane FROM report ORDER BY run") == [("bulk",), ("interactive",)]


def test_bytes_that_are_gone_from_the_store_are_told(service: Service) -> None:
    (file, _) = submitted(service)
    with write(service.resources.engine) as session:
        session.execute(
            text("UPDATE report SET sha256 = :gone WHERE id = :id"), {"gone": "0" * 64, "id": file["report_id"]}
        )
    with service.client() as client:
        answer = client.get(f"/v1/reports/{file['report_id']}/source")
    assert (answer.status_code, answer.json()["code"]) == (503, "storage.missing")
