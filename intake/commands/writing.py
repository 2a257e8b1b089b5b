"""Writes what a command makes into a file, whole or not at all."""

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click


def write_whole(out: Path, pieces: Iterable[bytes]) -> None:
    """Write beside the file and rename, so that nobody ever sees half of it and a failure leaves the old one."""
    target = out.resolve()
    if target.exists() and not target.is_file():
        raise click.UsageError(f"[export.not_a_file] {out} is no file; name one, or leave it away for stdout")
    beside = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with beside.open("xb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
