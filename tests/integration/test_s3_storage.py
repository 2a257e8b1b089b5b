"""The queue with submitted files in a bucket instead of a folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import Settings, StorageSettings
from models.database import dispose
from tests.conftest import Databases
from tests.servers import s3_client

from .conftest import QUICK, System, made_reports


@pytest.fixture
def system(sqlite_databases: Databases, broker: str, bucket: StorageSettings, tmp_path: Path) -> Iterator[System]:
    settings = Settings(
        data_dir=tmp_path / "data",
        database_url=sqlite_databases.migrated(),
        broker_url=broker,
        storage=bucket,
        work=QUICK,
    )
    system = System(settings, tmp_path)
    yield system
    dispose(system.resources.engine)
    system.app.close()


def test_reports_go_through_all_stages_with_their_files_in_a_bucket(system: System) -> None:
    batch = system.submit(made_reports(8))
    storage = system.settings.storage
    client = s3_client(storage.s3_endpoint_url)
    keys = [each["Key"] for each in client.list_objects_v2(Bucket=storage.s3_bucket)["Contents"]]
    assert len(keys) == 8
    client.delete_object(Bucket=storage.s3_bucket, Key=keys[0])
    client.put_object(Bucket=storage.s3_bucket, Key=keys[1], Body=b"something else")
    with system.worker():
        ended = system.finish(batch)
    assert (ended.submitted, ended.done, ended.dead) == (8, 6, 2)
    codes = system.rows("SELECT code FROM dead_letter ORDER BY code")
    assert codes == [("storage.corrupt",), ("storage.missing",)]
    assert not system.settings.files_dir.exists()
