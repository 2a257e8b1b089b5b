"""All settings, read from the environment (`NIANBAO_…`) and nowhere else, checked before anything starts."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

BROKER_DIRECTORY = "broker"
FILES_DIRECTORY = "files"
SPOOL_DIRECTORY = "spool"
DATABASE_NAME = "nianbao.sqlite3"
MOST_IN_CHUNK = 500


class WorkSettings(BaseModel):
    """How reports are worked on; times in seconds.

    A chunk is given up softly, then hard. Its lease is kept by the process that works on it, so it may be short: it
    runs out when that process is gone. A message that the broker gives out again meanwhile is passed by.
    """

    concurrency: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, description="pool processes a worker")
    chunk_size: int = Field(64, ge=1, le=MOST_IN_CHUNK, description="reports that one bulk message carries")
    chunk_bytes: int = Field(
        2 * 1024**2, ge=1, description="bytes of files that it carries, so that large ones keep nobody waiting"
    )
    soft_limit_s: float = Field(60, gt=0)
    hard_limit_s: float = Field(90, gt=0)
    lease_s: float = Field(15, ge=1, description="how long after its last sign of life a lost process is missed")
    visibility_timeout_s: int = Field(20, ge=1, description="how long a lost worker's messages wait in the broker")
    max_attempts: int = Field(5, ge=1, le=100, description="attempts at one stage of one run")
    backoff_base_s: float = Field(2, ge=0)
    backoff_cap_s: float = Field(300, ge=0)
    memory_limit_mb: int = Field(1024, ge=256, description="address space that a pool process may take for itself")
    report_time_s: float = Field(
        30, gt=0, description="what one report may take at one stage; at most half SOFT_LIMIT_S counts"
    )
    report_memory_mb: int = Field(
        512, ge=64, description="address space that reading one risky file may take for itself"
    )
    reconcile_interval_s: float = Field(2, gt=0)
    stranded_after_s: float = Field(10, gt=0, description="how long a message may be on its way to the broker")

    @model_validator(mode="after")
    def _limits_follow_each_other(self) -> Self:
        if not self.soft_limit_s < self.hard_limit_s:
            raise ValueError("the limits of WORK do not follow each other; set SOFT_LIMIT_S < HARD_LIMIT_S")
        return self

    @property
    def report_limit_s(self) -> float:
        """What one report may take at one stage: half a chunk's soft limit at most, so that each chunk begins one."""
        return min(self.report_time_s, self.soft_limit_s / 2)


class OfficeSettings(BaseModel):
    """LibreOffice, which reads DOC, WPS, RTF, XLS, ET, ODT and ODS for us; looked for when such a file comes."""

    command: str = Field("soffice", min_length=1, description="the program, by name or by path")
    memory_mb: int = Field(512, ge=128, description="private memory that one conversion may take")


class StorageSettings(BaseModel):
    """Where submitted bytes are kept: in a bucket of S3-compatible storage, or, with none named, in the data folder."""

    s3_bucket: str = ""
    s3_endpoint_url: str = Field("", pattern="^(https?://.+)?$", description="empty: Amazon's own")
    s3_prefix: str = Field("", pattern="^([^/]+(/[^/]+)*)?$", description="folder within the bucket")
    s3_region: str = ""
    s3_access_key: str = Field("", description="empty: boto3 looks for keys where it always does")
    s3_secret_key: SecretStr = SecretStr("")
    s3_addressing: Literal["auto", "path", "virtual"] = Field(
        "auto", description="some services want `virtual`: the bucket's name before the endpoint's"
    )
    s3_timeout_s: float = Field(10, gt=0, description="how long the service may be silent")

    @model_validator(mode="after")
    def _keys_come_in_pairs(self) -> Self:
        if bool(self.s3_access_key) != bool(self.s3_secret_key.get_secret_value()):
            raise ValueError("one of the keys of STORAGE is missing; set both S3_ACCESS_KEY and S3_SECRET_KEY, or none")
        return self


class LimitSettings(BaseModel):
    """What is refused at intake."""

    file_bytes: int = Field(20 * 1024 * 1024, gt=0, description="the largest file that is taken in")
    body_bytes: int = Field(8 * 1024**3, gt=0, description="the largest body of a request that brings files")
    json_bytes: int = Field(4 * 1024**2, gt=0, description="the largest body of any other request")
    files_per_request: int = Field(100_000, gt=0)
    archive_entries: int = Field(50_000, gt=0, description="files in one archive")
    archive_bytes: int = Field(4 * 1024**3, gt=0, description="what one archive may unpack to")
    archive_ratio: int = Field(200, gt=0, description="how many times its size an archive may unpack to")
    archive_depth: int = Field(1, ge=1, description="1: an archive within an archive is refused; 2: it is opened")
    headers: int = Field(100, gt=0, description="header lines of a request")
    pending_reports: int = Field(200_000, gt=0, description="above so many unfinished reports nothing more is taken in")
    free_bytes: int = Field(1024**3, ge=0, description="with less free space where files are kept, nothing is taken in")


class ServerSettings(BaseModel):
    """The HTTP server; times in seconds."""

    host: str = "127.0.0.1"
    port: int = Field(8020, ge=0, le=65535, description="0 takes a free one")
    public_url: str = Field("", description="the address that callers use, where a proxy stands before the server")
    requests_at_once: int = Field(200, ge=1, description="connections beyond it are answered 503")
    uploads_at_once: int = Field(
        16, ge=1, description="bodies that are taken in at the same time; more are answered 429"
    )
    header_timeout_s: float = Field(10, gt=0, description="how long the head of a request may take")
    receive_timeout_s: float = Field(20, gt=0, description="how long a body may pause")
    least_bytes_per_s: int = Field(1024, ge=0, description="a body that comes slower than this is given up")


class ClientSettings(BaseModel):
    """`nianbao submit`, `watch` and `batches`, which talk to a server."""

    url: str = Field("", description="the server's address, such as https://nianbao.example")
    key: SecretStr = Field(SecretStr(""), description="a key made there by `nianbao keys create`")
    uploads: int = Field(4, ge=1, le=32, description="requests that bring files at the same time")


class FlowerSettings(BaseModel):
    """Flower, the page on which operators watch the queues."""

    host: str = "127.0.0.1"
    port: int = Field(5555, ge=1, le=65535)
    user: str = Field("operator", min_length=1, pattern="^[^:,]*$")
    password: str = Field("", pattern="^[^,]*$", repr=False, description="needed: Flower shows and may do much")
    read_only: bool = Field(
        default=True, description="no stopping of workers, no revoking of tasks: reports are sent again by dead letters"
    )


class LogSettings(BaseModel):
    """How logs are written; `auto` is `console` on a terminal and JSON lines elsewhere."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "json", "console"] = "auto"


class Settings(BaseSettings):
    """The whole configuration; nested values are set as `NIANBAO_WORK__CHUNK_SIZE=64`.

    `database_url` and `broker_url` are empty in the embedded mode, which keeps both in `data_dir`.
    """

    model_config = SettingsConfigDict(
        env_prefix="NIANBAO_",
        env_nested_delimiter="__",
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,  # a password that is refused is printed nowhere
    )

    language: Literal["zh", "en"] = "zh"
    data_dir: Path = Path("nianbao-data")
    database_url: str = Field("", repr=False, description="`postgresql://…?sslmode=verify-full&sslrootcert=…` for TLS")
    broker_url: str = Field(
        "", repr=False, description="`redis://…`, or `rediss://…` for TLS, whose certificate is verified"
    )
    broker_ca_file: str = Field(
        "", description="certificates of who vouches for a `rediss://` broker; empty: the system's"
    )
    rules_file: str = Field(
        "", description="severities and rules that are off; empty: config/rules.toml as it is shipped"
    )
    work: WorkSettings = Field(default_factory=WorkSettings)
    storage: StorageSettings = Field(default_factory=StorageSettings)
    limits: LimitSettings = Field(default_factory=LimitSettings)
    server: ServerSettings = Field(default_factory=ServerSettings)
    client: ClientSettings = Field(default_factory=ClientSettings)
    office: OfficeSettings = Field(default_factory=OfficeSettings)
    flower: FlowerSettings = Field(default_factory=FlowerSettings)
    log: LogSettings = Field(default_factory=LogSettings)

    @field_validator("database_url", "broker_url")
    @classmethod
    def _is_one_address(cls, url: str) -> str:
        """Refuse what would be read as another address: libraries then print a part of the password as its host or port."""
        try:
            parts = urlsplit(url)
            whole = parts.port != 0 and parts.netloc.count("@") <= 1
        except ValueError:
            whole = False
        if not whole:
            raise ValueError(
                "it is no address; write signs in a password as %2F for / %3A for : %40 for @ %23 for # %3F for ?"
            )
        return url

    @model_validator(mode="after")
    def _ca_file_is_there(self) -> Self:
        if self.broker_ca_file and not Path(self.broker_ca_file).is_file():
            raise ValueError(f"there is no file {self.broker_ca_file}; mend NIANBAO_BROKER_CA_FILE")
        return self

    @property
    def database(self) -> str:
        """The database's URL: the one that is set, or SQLite in the data folder."""
        if self.database_url:
            return self.database_url
        from sqlalchemy import URL  # noqa: PLC0415 - `parse` starts without SQLAlchemy

        # Not pasted together: a `?` or `%` in the folder's name would end the path.
        path = (self.data_dir / DATABASE_NAME).resolve()
        return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)

    @property
    def files_dir(self) -> Path:
        """Where submitted bytes are kept, unless in a bucket."""
        return self.data_dir / FILES_DIRECTORY

    @property
    def spool_dir(self) -> Path:
        """Where bytes wait that go to a bucket; those of a folder wait within it, on the same file system."""
        return self.data_dir / SPOOL_DIRECTORY

    @property
    def broker_dir(self) -> Path:
        """Where the embedded broker keeps its log, its append-only file and its socket."""
        return self.data_dir / BROKER_DIRECTORY


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """Return this process's settings, read once from the environment."""
    return Settings()
