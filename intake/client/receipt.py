"""The receipt: one JSON file that says of each local file what became of it, and whether nothing is missing."""

import os
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from intake.source import printable
from pipeline.messages import Message

from .accounting import Account
from .answers import Batch, Ledger, Submission
from .errors import ClientError
from .local import RefusedFile

SCHEMA = "nianbao.receipt/1"


class Entry(msgspec.Struct, frozen=True):
    """What the server has of one file, under its name there; `report` is the first one's for a duplicate."""

    name: str
    sha256: str | None
    size_bytes: int | None
    submission: int | None
    outcome: str
    report: int | None
    state: str | None
    code: str | None
    message: Message | None


class ReceiptFile(msgspec.Struct, frozen=True):
    """One local file. `outcome`: accepted, duplicate, rejected (by the server), refused (here), archive, or missing.

    An archive's `entries` are what became of the files in it.
    """

    path: str
    name: str
    sha256: str | None
    size_bytes: int | None
    submission: int | None
    outcome: str
    report: int | None
    state: str | None
    code: str | None
    message: Message | None
    entries: list[Entry] = []


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What was submitted and where it stood at `made_at`; `complete` when every file is accounted for."""

    schema: str = SCHEMA
    url: str
    batch: int
    label: str
    made_at: datetime
    complete: bool
    balanced: bool
    ledger: Ledger
    files: list[ReceiptFile]


def make_receipt(
    url: str, batch: Batch, accounts: Sequence[Account], refused: Sequence[RefusedFile], made_at: datetime
) -> Receipt:
    """Return the receipt. It is complete when no file is missing or could not be read, and the ledger balances."""
    whole = not any(each.is_missing for each in accounts) and not any(each.may_pass for each in refused)
    files = [_of_account(each) for each in accounts] + [_of_refused(each) for each in refused]
    return Receipt(
        url=url,
        batch=batch.id,
        label=batch.label,
        made_at=made_at,
        complete=whole and batch.ledger.balanced,
        balanced=batch.ledger.balanced,
        ledger=batch.ledger,
        files=sorted(files, key=lambda each: each.name),
    )


def _of_account(account: Account) -> ReceiptFile:
    file, told = account.file, account.submission
    return ReceiptFile(
        path=printable(file.path),
        name=file.name,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        submission=told.id if told else None,
        outcome=told.outcome if told else "archive" if account.is_whole else "missing",
        report=told.report_id if told else None,
        state=told.state if told else None,
        code=told.code if told else None,
        message=told.message if told else None,
        entries=[_entry(each) for each in account.entries],
    )


def _of_refused(file: RefusedFile) -> ReceiptFile:
    return ReceiptFile(
        printable(file.path), file.name, None, None, None, "refused", None, None, file.code, file.message
    )  # fmt: skip


def _entry(each: Submission) -> Entry:
    return Entry(
        each.name, each.sha256, each.size_bytes, each.id, each.outcome, each.report_id, each.state, each.code,
        each.message,
    )  # fmt: skip


def write_receipt(receipt: Receipt, path: Path) -> None:
    """Write the receipt so that `path` is always a whole one: the former or this."""
    data = msgspec.json.format(msgspec.json.encode(receipt), indent=1)
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with new.open("wb") as file:
            file.write(data + b"\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def read_receipt(path: Path) -> Receipt:
    """Return a receipt. Raises `ClientError` where the file is none."""
    try:
        receipt = msgspec.json.decode(path.read_bytes(), type=Receipt)
    except msgspec.MsgspecError as error:
        raise _no_receipt(path) from error
    if receipt.schema != SCHEMA:
        raise _no_receipt(path)
    return receipt


def _no_receipt(path: Path) -> ClientError:
    shown = printable(path)
    return ClientError(
        "receipt.unreadable",
        f"{shown} 不是回执;请给出 nianbao submit 写下的文件。",
        f"{shown} is no receipt; give a file that `nianbao submit` wrote.",
    )
