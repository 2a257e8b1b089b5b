"""`GET /metrics`: for keys that may read, in Prometheus's text, also while the broker is away."""

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from config.names import LANES, STAGES
from config.settings import ServerSettings, Settings
from tests.conftest import Databases

from .conftest import Service, files, serving


def samples(service: Service, role: str = "read") -> dict[str, float]:
    with service.client(role) as client:
        answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.text)
    return {
        " ".join([sample.name, *(value for _, value in sorted(sample.labels.items()))]): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.parametrize(("role", "status"), [(None, 401), ("submit", 403), ("read", 200), ("operate", 200)])
def test_who_may_read_may_scrape(service: Service, role: str | None, status: int) -> None:
    with service.client(role) as client:
        assert client.get("/metrics").status_code == status


def test_what_was_submitted_is_counted_while_the_broker_is_away(service: Service) -> None:
    with service.client("submit") as client:
        client.post("/v1/batches", files=files(a__txt=b"one", b__txt=b"two")).raise_for_status()
    found = samples(service)
    assert found["nianbao_reports bulk normalize queued"] == found["nianbao_pending_reports"] == 2
    assert (found["nianbao_batches open"], found["nianbao_batches closed"]) == (0, 1)
    assert (found["nianbao_batch_imbalance"], found["nianbao_broker_up"]) == (0, 0)
    assert not [name for name in found if name.startswith("nianbao_queue_messages")]


def test_with_a_broker_each_queue_is_there(sqlite_databases: Databases, broker: str, tmp_path: Path) -> None:
    database = sqlite_databases.migrated()
    settings = Settings(
        data_dir=tmp_path, database_url=database, broker_url=broker, server=ServerSettings(port=0),
    )  # fmt: skip
    with serving(settings) as service:
        found = samples(service, "operate")
    assert found["nianbao_broker_up"] == 1
    queues = {name for name in found if name.startswith("nianbao_queue_messages")}
    assert queues == {f"nianbao_queue_messages {lane} {stage}" for lane in LANES for stage in STAGES}
