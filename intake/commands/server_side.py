"""What commands share that talk to a server: its address, the key, patience, and how trouble ends."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click
import httpx
from rich.console import Console

from config.settings import load_settings
from intake.client.errors import ClientError
from intake.client.link import Link
from intake.client.remote import Remote
from intake.terminal import plain
from pipeline.messages import Message

F = TypeVar("F", bound=Callable[..., Any])
EXIT_INTERRUPTED = 130
_EXIT_TROUBLE = 5
_OPTIONS = (
    click.option("--url", default=None, help="The server's address; NIANBAO_CLIENT__URL by default."),
    click.option("--key", default=None, help="The key; better given as NIANBAO_CLIENT__KEY: others see command lines."),
    click.option(
        "--patience", type=click.FloatRange(0, min_open=True), default=300, show_default=True, metavar="SECONDS",
        help="How long to go on trying while nothing works.",
    ),
)  # fmt: skip


def server_options(command: F) -> F:
    """Add --url, --key and --patience."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@contextmanager
def connected(
    url: str | None, key: str | None, patience_s: float, console: Console, *, connections: int = 2
) -> Iterator[Remote]:
    """The server. What stops the client ends the program with status 5 and one sentence, which never holds the key."""
    address, secret = _address(url), _key(key)
    try:
        with Link(address, secret, patience_s=patience_s, on_trouble=_told(console), connections=connections) as link:
            yield Remote(link)
    except ClientError as error:
        console.print(plain(error))
        sys.exit(_EXIT_TROUBLE)


def _address(given: str | None) -> httpx.URL:
    said = given or load_settings().client.url
    if not said:
        raise click.UsageError(
            "[server.url] 请用 --url 或 NIANBAO_CLIENT__URL 给出服务地址。 Give the server's address with --url or NIANBAO_CLIENT__URL."
        )
    try:
        url = httpx.URL(said)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in {"http", "https"} or not url.host:
        raise click.UsageError(
            "[server.url] 服务地址应形如 https://主机:端口。 The server's address looks like https://HOST:PORT."
        )
    return url


def _key(given: str | None) -> str:
    key = (given or load_settings().client.key.get_secret_value()).strip()
    if not key:
        raise click.UsageError(
            "[key.missing] 请用 --key 或 NIANBAO_CLIENT__KEY 给出密钥。 Give the key with --key or NIANBAO_CLIENT__KEY."
        )
    if not (key.isascii() and key.isprintable()):
        raise click.UsageError(
            "[key.malformed] 密钥只含字母、数字和符号;请重新复制。 A key holds letters, digits and signs only; copy it again."
        )
    return key


def _told(console: Console) -> Callable[[Message], None]:
    def tell(reason: Message) -> None:
        console.print(plain(f"等待服务:{reason.zh} Waiting for the server: {reason.en}"))

    return tell
