"""`nianbao serve`: the HTTP API; where no broker is set, with the whole embedded system behind it."""

import ipaddress
import os
import signal
import sys
import threading
from pathlib import Path

import click

from config.logs import configure_logging
from config.settings import Settings, load_settings
from intake.server import Server
from pipeline.checks import rules_version
from workers.attached import System, attached
from workers.data_dir import DataDirError
from workers.embedded import embedded

_KEY_FILE, _KEY_NAME = "api.key", "embedded"
_LOOK_S = 1.0


@click.command("serve")
@click.option("--host", default=None, help="Where to listen; 127.0.0.1 by default.")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="8020 by default; 0 takes a free one.")
@click.option("--data-dir", type=click.Path(path_type=Path), default=None, help="Where everything is kept.")
def command(host: str | None, port: int | None, data_dir: Path | None) -> None:
    """Serve the HTTP API until told to stop.

    Without NIANBAO_BROKER_URL the server brings its own queue, workers and database in the data folder, and on
    loopback it prints a key to begin with.
    """
    settings = _settings(host, port, data_dir)
    configure_logging(settings.log)
    try:
        with attached(settings) if settings.broker_url else embedded(settings) as system:
            _serve(system, settings)
    except DataDirError as error:
        raise click.UsageError(f"[{error.code}] {error.zh} {error.en}") from error


def _settings(host: str | None, port: int | None, data_dir: Path | None) -> Settings:
    settings = load_settings()
    given = {"host": host, "port": port}
    server = settings.server.model_copy(update={name: value for name, value in given.items() if value is not None})
    changed: dict[str, object] = {"server": server}
    if data_dir is not None:
        changed["data_dir"] = data_dir
    return settings.model_copy(update=changed)


def _serve(system: System, settings: Settings) -> None:
    server = Server(system.resources, system.app)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with server.listening() as url:
        _greet(system, settings, url)
        while not stop.wait(_LOOK_S) and server.is_running:
            system.keep_alive()
    if not stop.is_set():
        click.echo("[server.stopped] 服务意外停止,请查看日志。 The server stopped by itself; see the log.", err=True)
        sys.exit(1)


def _greet(system: System, settings: Settings, url: str) -> None:
    click.echo(f"Nianbao 年报 {url} · 接口文档 documentation {url}/docs", err=True)
    click.echo(f"规则 rules {rules_version(system.resources.policy)}", err=True)
    if system.alone and _is_loopback(settings.server.host):
        key = _own_key(system)
        click.echo(f"密钥 key {key}", err=True)
        click.echo(f"提交 submit: nianbao submit DIR --url {url} --key {key}", err=True)


def _own_key(system: System) -> str:
    """The key of the embedded mode: kept in the data folder, readable by its owner alone, as the database is."""
    from intake.keys import create_key, find_caller
    from models.tables import KeyRole

    path = system.resources.settings.data_dir / _KEY_FILE
    engine = system.resources.engine
    if path.exists() and find_caller(engine, path.read_text("ascii").strip()):
        return path.read_text("ascii").strip()
    key = create_key(engine, f"{_KEY_NAME}-{os.urandom(3).hex()}", KeyRole.OPERATE, created_by="nianbao serve")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key + "\n")
    return key


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
