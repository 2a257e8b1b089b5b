"""What a process works with: its settings, database and file store; made on first use, in the process that uses them."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Engine

from config.settings import Settings, load_settings
from models.database import create_engine_for
from models.files import FileStore, LocalFiles, Spool
from pipeline.checks import Policy

from .policy import policy_in
from .reading import Reader
from .recent import Recent


@dataclass(frozen=True, slots=True)
class Resources:
    """The adapters of one process; tests build the same with their own settings."""

    settings: Settings
    engine: Engine
    files: FileStore
    spool: Spool
    reader: Reader
    policy: Policy
    recent: Recent


def build_resources(settings: Settings) -> Resources:
    """Return the adapters that `settings` name; nothing connects before it is used.

    Raises `RulesFileError`: the file of rules is the one thing that is read here.
    """
    files = file_store(settings)
    spool = files.spool if isinstance(files, LocalFiles) else Spool(settings.spool_dir)
    engine, policy = create_engine_for(settings.database), policy_in(settings)
    return Resources(settings, engine, files, spool, Reader(settings), policy, Recent())


def file_store(settings: Settings) -> FileStore:
    """Return the store of submitted bytes: the bucket that is set, or a folder in the data folder."""
    if not settings.storage.s3_bucket:
        return LocalFiles(settings.files_dir)
    from models.files.s3 import S3Files  # noqa: PLC0415 - boto3 takes 0.3 s and 25 MB, which a folder does not need

    return S3Files(settings.storage)


@lru_cache(maxsize=1)
def process_resources() -> Resources:
    """Return this process's adapters, set up by its environment."""
    return build_resources(load_settings())
