"""Databases that are filled once and copied for each contender, with the files of all in one store."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import make_url

from config.settings import Settings, WorkSettings
from models.migrate import migrate
from tests.servers import PostgresServer, fresh_database, postgres_server
from workers.resources import Resources, build_resources

from .workload import fill

Kind = Literal["sqlite", "postgresql"]
KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")


class Places:
    """Gives filled databases of either kind; `folder` holds all of them."""

    def __init__(self, folder: Path, server: PostgresServer) -> None:
        self._folder = folder
        self._server = server
        self._filled: dict[tuple[Kind, int], str] = {}
        self._count = 0

    def fresh(self, kind: Kind, number: int, **work: int) -> Settings:
        """Settings of a system with `number` reports that wait and were never published, and no broker yet."""
        if (kind, number) not in self._filled:
            self._filled[kind, number] = self._fill(kind, number)
        return self._settings(self._copied(kind, self._filled[kind, number]), self._new_folder(), **work)

    def _fill(self, kind: Kind, number: int) -> str:
        url = fresh_database(self._server) if kind == "postgresql" else f"sqlite:///{self._new_folder()}/template.db"
        migrate(url)
        resources = build_resources(self._settings(url, self._new_folder()))
        fill(resources, number)
        resources.engine.dispose()
        return url

    def _copied(self, kind: Kind, url: str) -> str:
        database = make_url(url).database
        assert database is not None  # noqa: S101 - both kinds have one
        if kind == "postgresql":
            return fresh_database(self._server, copy_of=database)
        target = self._new_folder() / "nianbao.db"
        shutil.copyfile(database, target)
        return f"sqlite:///{target}"

    def _settings(self, database_url: str, data_dir: Path, **work: int) -> Settings:
        """The files of every system are one folder's: they never change."""
        files = self._folder / "files"
        files.mkdir(exist_ok=True)
        (data_dir / "files").symlink_to(files)
        return Settings(data_dir=data_dir, database_url=database_url, work=WorkSettings(**work))

    def _new_folder(self) -> Path:
        self._count += 1
        folder = self._folder / str(self._count)
        folder.mkdir()
        return folder


@contextmanager
def places() -> Iterator[Places]:
    """Places on a PostgreSQL of their own; all is removed at the end."""
    with ExitStack() as stack:
        folders = [Path(tempfile.mkdtemp(prefix="nianbao-bench-")) for _ in range(2)]
        for folder in folders:
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
        server = stack.enter_context(postgres_server(folders[0] / "pg", durable=True))
        yield Places(folders[1], server)


@contextmanager
def opened(settings: Settings) -> Iterator[Resources]:
    """The resources of a system, closed at the end."""
    resources = build_resources(settings)
    try:
        yield resources
    finally:
        resources.engine.dispose()
