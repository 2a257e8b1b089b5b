"""Pages and summaries over HTTP: in each format and language, guarded, and for those alone who may see them."""

from intake.reporting import POLICY

from .conftest import Service
from .test_reports import submitted


def test_a_report_that_waits_is_a_page_that_says_so(service: Service) -> None:
    (file, _) = submitted(service)
    with service.client("read") as client:
        html = client.get(f"{file['links']['report']}/page")
        markdown = client.get(f"{file['links']['report']}/page", params={"format": "md", "lang": "en"})
    assert html.headers["Content-Type"] == "text/html; charset=utf-8"
    assert html.text.startswith("<!DOCTYPE html>")
    assert "尚未处理完毕" in html.text
    assert markdown.headers["Content-Type"].startswith("text/markdown")
    assert "Not done yet" in markdown.text


def test_a_page_may_do_nothing_in_a_browser(service: Service) -> None:
    (file, _) = submitted(service)
    with service.client("read") as client:
        for address in (f"{file['links']['report']}/page", "/v1/batches/1/summary?format=html"):
            headers = client.get(address).headers
            assert headers["Content-Security-Policy"] == f"{POLICY}; frame-ancestors 'none'; sandbox"
            assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_summary_of_a_batch_counts_what_was_submitted(service: Service) -> None:
    submitted(service)
    with service.client("read") as client:
        summary = client.get("/v1/batches/1/summary").json()
        pages = {name: client.get("/v1/batches/1/summary", params={"format": name}) for name in ("html", "md")}
    assert (summary["ledger"]["submitted"], summary["ledger"]["in_flight"], summary["balanced"]) == (2, 2, True)
    assert all("尚无结果" in page.text for page in pages.values())


def test_a_submit_key_sees_pages_and_summaries_of_its_own_alone(service: Service) -> None:
    (theirs,) = submitted(service, "operate", {"a": b"theirs"})
    (ours,) = submitted(service, "submit", {"b": b"ours"})
    with service.client("submit") as client:
        assert client.get(f"{ours['links']['report']}/page").status_code == 200
        assert client.get(f"{theirs['links']['report']}/page").status_code == 404
        assert client.get("/v1/batches/2/summary").status_code == 200
        assert client.get("/v1/batches/1/summary").json()["code"] == "batch.unknown"


def test_an_unknown_format_is_a_problem(service: Service) -> None:
    (file, _) = submitted(service)
    with service.client("read") as client:
        answer = client.get(f"{file['links']['report']}/page", params={"format": "pdf"})
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")
