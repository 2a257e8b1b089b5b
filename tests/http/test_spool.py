"""What a killed server left half received is removed when the next one starts."""

import os
import time
from pathlib import Path

from config.settings import ServerSettings, Settings
from tests.conftest import Databases

from .conftest import NOWHERE, serving


def test_a_server_removes_what_one_before_it_had_not_received_whole(
    sqlite_databases: Databases, tmp_path: Path
) -> None:
    settings = Settings(
        data_dir=tmp_path,
        database_url=sqlite_databases.migrated(),
        broker_url=NOWHERE,
        server=ServerSettings(port=0),
    )
    spool = settings.files_dir / ".spool"
    spool.mkdir(parents=True)
    left, growing = spool / "left.spool", spool / "growing.spool"
    for path in (left, growing):
        path.write_bytes(b"half a file")
    days_ago = time.time() - 3 * 24 * 3600
    os.utime(left, (days_ago, days_ago))
    with serving(settings):
        assert (left.exists(), growing.exists()) == (False, True)
