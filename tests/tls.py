"""Certificates made on the spot, and a proxy that ends TLS before a server that was built without it."""

import asyncio
import datetime as dt
import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.servers import START_TIMEOUT_S

_DAY = dt.timedelta(days=1)
_PIECE = 64 * 1024
#: How a client of PostgreSQL asks whether TLS is spoken: a length and a code, answered by one letter.
_SSL_REQUEST_BYTES = 8


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files in PEM: who vouches, and a server's certificate for 127.0.0.1 with its key."""

    ca: Path
    server: Path
    key: Path


def make_certificates(folder: Path, *, host: str = "127.0.0.1") -> Certificates:
    """Make an authority and a certificate of a server on an address."""
    folder.mkdir(parents=True, exist_ok=True)
    files = Certificates(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _name("Nianbao test authority")
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    ca_identifier = x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key())
    ca = (
        _certificate(authority, authority, ca_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(ca_identifier, critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    server = (
        _certificate(_name(host), authority, key.public_key())
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(ca_identifier), critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    files.ca.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    files.server.write_bytes(server.public_bytes(serialization.Encoding.PEM))
    files.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _certificate(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + _DAY)
    )


class TlsProxy:
    """Takes TLS connections on a port of this machine and hands on what is in them to a unix socket."""

    def __init__(self, certificates: Certificates, socket: Path, *, is_postgres: bool) -> None:
        self.port = 0
        self.connections = 0
        self._writers: list[asyncio.StreamWriter] = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificates.server, certificates.key)
        self.socket = socket
        self._is_postgres = is_postgres

    async def serve(self, started: Event, stop: asyncio.Event) -> None:
        """Serve until `stop`; a client that does not like our certificate is let go."""
        server = await asyncio.start_server(
            self._serve_one, "127.0.0.1", 0, ssl=None if self._is_postgres else self._context
        )
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await stop.wait()
        server.close()
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.wait(
            [*(asyncio.all_tasks() - {asyncio.current_task()}), asyncio.create_task(server.wait_closed())]
        )

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            if self._is_postgres:
                await reader.readexactly(_SSL_REQUEST_BYTES)
                writer.write(b"S")
                await writer.drain()
                await writer.start_tls(self._context)
            there, back = await asyncio.open_unix_connection(str(self.socket))
            self.connections += 1
            self._writers.append(back)
            await asyncio.gather(_pump(reader, back), _pump(there, writer))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()
    with suppress(OSError):
        writer.close()


@contextmanager
def tls_before(certificates: Certificates, socket: Path, *, is_postgres: bool = False) -> Iterator[TlsProxy]:
    """A proxy for as long as the block lasts."""
    proxy, started = TlsProxy(certificates, socket, is_postgres=is_postgres), Event()
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    loop.set_exception_handler(lambda *_: None)  # a handshake that fails is what some tests want

    def run() -> None:
        loop.run_until_complete(proxy.serve(started, stop))
        loop.close()

    thread = Thread(target=run, name="tls")
    thread.start()
    try:
        assert started.wait(START_TIMEOUT_S)
        yield proxy
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
