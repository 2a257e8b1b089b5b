"""The deployed system's servers, each behind TLS and a password of its own; what a stranger must never see is named here."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

from pydantic import SecretStr
from sqlalchemy import make_url

from config.settings import Settings, StorageSettings
from models.migrate import migrate
from tests.servers import fresh_database, postgres_server, s3_client, s3_server, valkey_server
from tests.tls import Certificates, TlsProxy, make_certificates, tls_before

from .conftest import QUICK

BROKER, DATABASE, STORAGE = "brOker/pa55:wd@1#", "dataBase/pa55:wd@2#", "stOrage-pa55-wd-3"


@dataclass(frozen=True, slots=True)
class Secured:
    """The three servers behind TLS, and the settings with which they are reached."""

    certificates: Certificates
    broker: TlsProxy
    database: TlsProxy
    settings: Settings

    def database_url(self, ca: Path) -> str:
        """The database's address with another file of authorities."""
        return self.settings.database_url.replace(str(self.certificates.ca), str(ca))


@contextmanager
def secured_servers() -> Iterator[Secured]:
    """All three for as long as the block lasts; AWS_CA_BUNDLE is set, since boto3 reads it by itself."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nianbao-t-")))
        certificates = make_certificates(folder / "certificates")
        valkey = stack.enter_context(valkey_server(folder, BROKER)).removeprefix("redis+socket://")
        broker = stack.enter_context(tls_before(certificates, Path(valkey)))
        postgres = stack.enter_context(postgres_server(folder / "pg", DATABASE))
        name = make_url(fresh_database(postgres)).database
        database = stack.enter_context(tls_before(certificates, postgres.socket, is_postgres=True))
        tls = ("-s", "-c", str(certificates.server), "-k", str(certificates.key))
        s3 = stack.enter_context(s3_server(folder, *tls))
        stack.enter_context(patch.dict(os.environ, AWS_CA_BUNDLE=str(certificates.ca)))
        storage = StorageSettings(
            s3_bucket="reports", s3_endpoint_url=s3, s3_access_key="key", s3_secret_key=SecretStr(STORAGE)
        )
        s3_client(s3).create_bucket(Bucket="reports")
        trust = f"sslmode=verify-full&sslrootcert={certificates.ca}"
        settings = Settings(
            data_dir=folder / "data",
            broker_url=f"rediss://:{quote(BROKER, safe='')}@127.0.0.1:{broker.port}/0",
            broker_ca_file=str(certificates.ca),
            database_url=f"postgresql://postgres:{quote(DATABASE, safe='')}@127.0.0.1:{database.port}/{name}?{trust}",
            storage=storage,
            work=QUICK,
        )
        migrate(settings.database)
        yield Secured(certificates, broker, database, settings)
