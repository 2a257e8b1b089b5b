"""Who may call what: every route refuses strangers and roles that may not, and tells a submit key of its own alone."""

import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update
from sqlmodel import col

from intake.keys import KeyNameError, create_key, find_caller, list_keys, revoke_key
from models.database import write
from models.tables import ApiKey, KeyRole, utc_now

from .conftest import Service

OPEN_TO_ALL = {"/healthz", "/readyz"}  # probes carry no key, and tell only words
#: What each role may not do; a route that is not named here is open to every key.
READERS_ONLY = {"/metrics"}


def routes(service: Service) -> list[tuple[str, str]]:
    """Every route that the application has, with numbers put into its address."""
    with service.client(None) as client:
        document = client.get("/openapi.json").json()
    found = [
        (method.upper(), re.sub(r"{\w+}", "1", path))
        for path, operations in document["paths"].items()
        for method in operations
    ]
    assert len(found) > 10
    return found


@pytest.mark.parametrize("header", [None, "Bearer nb_0123456789abcdef_" + "a" * 43, "Bearer x", "Basic b3A6cw==", ""])
def test_every_route_refuses_whoever_has_no_valid_key(service: Service, header: str | None) -> None:
    with service.client(None) as client:
        for method, path in routes(service):
            answer = client.request(method, path, headers={} if header is None else {"Authorization": header})
            if path in OPEN_TO_ALL:
                assert answer.status_code in {200, 503}
                continue
            assert answer.status_code == 401, (method, path)
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
            assert answer.json()["code"] in {"key.missing", "key.unknown"}


def test_every_route_that_changes_something_refuses_a_read_key(service: Service) -> None:
    with service.client("read") as client:
        for method, path in routes(service):
            if method != "GET" and path not in OPEN_TO_ALL:
                answer = client.request(method, path)
                assert (answer.status_code, answer.json()["code"]) == (403, "key.role"), (method, path)


def test_a_submit_key_may_only_submit_and_see_its_own(service: Service) -> None:
    may = {("POST", "/v1/batches"), ("POST", "/v1/batches/1/files"), ("POST", "/v1/batches/1/known"),
           ("POST", "/v1/batches/1/close"), ("POST", "/v1/reports")}  # fmt: skip
    with service.client("operate") as client:
        client.post("/v1/batches", files={"f": ("a", b"1")})
    with service.client("submit") as client:
        for method, path in routes(service):
            answer = client.request(method, path)
            if method != "GET" and (method, path) not in may:
                assert (answer.status_code, answer.json()["code"]) == (403, "key.role"), (method, path)
            if "/1" in path and (method == "GET" or (method, path) in may - {("POST", "/v1/batches")}):
                assert answer.status_code in {403, 404, 422}, (method, path, answer.text)
        assert 1 not in {each["id"] for each in client.get("/v1/batches").json()["items"]}


def test_a_revoked_key_is_worthless_at_once(service: Service) -> None:
    with service.key("agency") as client:
        assert client.get("/v1/batches").status_code == 200
        assert revoke_key(service.resources.engine, "agency")
        assert client.get("/v1/batches").status_code == 401


def test_who_follows_a_batch_with_a_key_hears_no_more_when_it_is_revoked(service: Service) -> None:
    with service.key("thief") as client:
        batch = client.post("/v1/batches", params={"keep_open": True}).json()["batch_id"]
        with client.stream("GET", f"/v1/batches/{batch}/events") as answer:
            lines = answer.iter_lines()
            assert next(lines) == "event: progress"
            assert revoke_key(service.resources.engine, "thief")
            assert "event: end" not in list(lines)


def test_the_database_s_files_hold_no_key(service: Service) -> None:
    engine = service.resources.engine
    database = Path(str(engine.url.database))
    with service.key("clerk") as client:
        assert client.get("/v1/batches").status_code == 200
        key = client.headers["Authorization"].removeprefix("Bearer ")
    kept = b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))
    prefix, secret = key.removeprefix("nb_").split("_", 1)
    assert prefix.encode() in kept
    assert secret.encode() not in kept


def test_a_key_is_kept_as_a_hash_and_found_by_itself_alone(service: Service) -> None:
    engine = service.resources.engine
    key = create_key(engine, "局", KeyRole.READ, created_by="test")
    secret = key.rpartition("_")[2]
    stored = next(each for each in list_keys(engine) if each.name == "局")
    assert secret not in str(stored.model_dump())
    found = find_caller(engine, key)
    assert found is not None
    assert (found.name, found.role, found.actor) == ("局", KeyRole.READ, "key:局")
    assert find_caller(engine, key[:-1] + ("a" if key[-1] != "a" else "b")) is None


@pytest.mark.parametrize("name", ["operate", "", " x", "a" * 65, "a\nb"])
def test_a_name_that_is_taken_or_none_is_refused(service: Service, name: str) -> None:
    with pytest.raises(KeyNameError):
        create_key(service.resources.engine, name, KeyRole.READ, created_by="test")


def test_the_last_use_of_a_key_is_noted_to_the_minute(service: Service) -> None:
    engine = service.resources.engine
    with service.key("used") as client:
        client.get("/v1/batches")
        first = _key(service, "used").last_used_at
        client.get("/v1/batches")
        assert _key(service, "used").last_used_at == first
        assert first is not None
        with write(engine) as session:
            earlier = update(ApiKey).where(col(ApiKey.name) == "used").values(last_used_at=first - timedelta(minutes=2))
            session.execute(earlier)
        client.get("/v1/batches")
    last = _key(service, "used").last_used_at
    assert last is not None
    assert first <= last <= utc_now()


def _key(service: Service, name: str) -> ApiKey:
    return next(each for each in list_keys(service.resources.engine) if each.name == name)


def test_the_documentation_works_without_the_network(service: Service) -> None:
    with service.client(None) as client:
        page = client.get("/docs")
        addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        assert page.status_code == 200
        assert addresses
        assert not [each for each in addresses if each.startswith("http")]
        assert [client.get(each).status_code for each in addresses] == [200] * len(addresses)
        document = client.get("/openapi.json").json()
    assert {"/v1/batches", "/v1/reports", "/healthz"} <= set(document["paths"])


def test_problems_have_one_form(service: Service) -> None:
    with service.client() as client:
        answers = [
            client.get("/nowhere"),
            client.put("/healthz"),
            client.get("/v1/batches/99"),
            client.get("/v1/batches/x"),
            client.get("/v1/batches", params={"limit": 0}),
        ]
    assert [(each.status_code, _code(each)) for each in answers] == [
        (404, "route.unknown"), (405, "method.not_allowed"), (404, "batch.unknown"), (422, "request.invalid"),
        (422, "request.invalid"),
    ]  # fmt: skip
    assert answers[1].headers["Allow"] == "GET"


def _code(answer: httpx.Response) -> str:
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["type"] == f"urn:nianbao:problem:{body['code']}"
    assert body["status"] == answer.status_code
    assert {"title", "detail", "detail_zh", "instance"} <= set(body)
    return str(body["code"])
