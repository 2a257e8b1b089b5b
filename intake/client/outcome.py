"""What `nianbao submit` prints at its end: the sums, what was refused and why, and what is missing."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
from rich.console import Console
from rich.filesize import decimal
from rich.text import Text

from intake.source import printable
from intake.terminal import on_stdout, plain

from .books import Books
from .page import ledger_line
from .receipt import Entry, Receipt, ReceiptFile

_MOST_LINES = 100


def print_outcome(receipt: Receipt, books: Books, path: Path) -> None:
    """Print the outcome of one submission."""
    console = on_stdout()
    _print_refused(console, receipt)
    missing = [each for each in receipt.files if each.outcome == "missing"]
    for each in missing[:_MOST_LINES]:
        console.print(Text.assemble(("缺失 missing  ", "bold red"), plain(each.name)))
    sent = f"{books.sent_files} ({decimal(books.sent_bytes)})"
    console.print(
        plain(f"批次 batch {receipt.batch} · {receipt.label} · 文件 files {len(receipt.files)} · 发送 sent {sent}")
    )
    console.print(ledger_line(receipt.ledger))
    console.print(plain(f"回执 receipt {printable(path)}"))
    _print_verdict(console, receipt, len(missing), sum(each.may_pass for each in books.refused))


def outcome_as_json(receipt: Receipt, books: Books, path: Path, seconds: float) -> str:
    """Return the outcome as one line for machines; `known` files were there already, `missing` are names."""
    outcomes = [each.outcome for each in receipt.files]
    summary = {
        "batch": receipt.batch,
        "label": receipt.label,
        "files": len(receipt.files),
        "sent": books.sent_files,
        "sent_bytes": books.sent_bytes,
        "known": max(0, len(books.held) - books.sent_files),
        "refused": outcomes.count("refused"),
        "missing": [each.name for each in receipt.files if each.outcome == "missing"],
        "complete": receipt.complete,
        "ledger": msgspec.to_builtins(receipt.ledger),
        "receipt": printable(path.absolute()),
        "seconds": round(seconds, 3),
    }
    return json.dumps(summary, ensure_ascii=False)


def _print_refused(console: Console, receipt: Receipt) -> None:
    """Each file that was not taken, here or there, with its code."""
    lines = list(_not_taken(receipt))
    for each in lines[:_MOST_LINES]:
        where = "未提交 refused " if each.outcome == "refused" else "拒收 rejected "
        said = f"  {each.message.zh} {each.message.en}" if each.message else ""
        console.print(Text.assemble((where, "bold red"), (each.code or "", "red"), "  ", plain(each.name + said)))
    if len(lines) > _MOST_LINES:
        more = len(lines) - _MOST_LINES
        console.print(f"另有 {more} 份,见回执。 And {more} more; see the receipt.")


def _not_taken(receipt: Receipt) -> Iterator[ReceiptFile | Entry]:
    for file in receipt.files:
        if file.outcome in {"refused", "rejected"}:
            yield file
        yield from (entry for entry in file.entries if entry.outcome == "rejected")


def _print_verdict(console: Console, receipt: Receipt, missing: int, unread: int) -> None:
    if receipt.complete:
        console.print("每份文件都有着落。 Every file is accounted for.", style="green")
    if missing or unread:
        console.print(
            f"缺失 {missing} 份,无法读取 {unread} 份;请再次运行同一命令。 "
            f"{missing} files are missing and {unread} could not be read; run the same command again.",
            style="bold red",
        )
    if not receipt.balanced:
        console.print(
            "服务端账目不平;请联系服务管理员。 The server's ledger does not balance; tell who runs the server.",
            style="bold red",
        )
