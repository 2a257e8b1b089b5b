"""What moves on the terminal while files are sent and while a batch is followed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TransferSpeedColumn,
)

from .answers import Batch

_QUIET_S = 30.0


class SendingBar:
    """Files and bytes that are through, of all that were found."""

    def __init__(self, progress: Progress, files: int, size_bytes: int) -> None:
        self._progress = progress
        self._lock = threading.Lock()
        self._files = 0
        self._total = files
        self._task = progress.add_task("", total=size_bytes)
        self.advance(0, 0)

    def advance(self, files: int, size_bytes: int) -> None:
        """Move on; may be called by any thread, and with bytes backwards."""
        with self._lock:
            self._files += files
            words = f"文件 files {self._files}/{self._total}"
            self._progress.update(self._task, description=words, advance=size_bytes)


@contextmanager
def sending_bar(console: Console, files: int, size_bytes: int, *, quiet: bool) -> Iterator[SendingBar]:
    """A bar of bytes with the count of files, for as long as the block lasts."""
    words = TextColumn("{task.description}")
    columns = (words, BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=quiet) as progress:
        yield SendingBar(progress, files, size_bytes)


class FollowingBar:
    """A batch on its way: what is through, what failed, how quickly it goes and when it will end."""

    def __init__(self, console: Console, progress: Progress) -> None:
        self._console = console
        self._progress = progress
        self._task = progress.add_task("", total=None)
        self._said = ""

    def look(self, batch: Batch, idle_s: float) -> None:
        """Show the batch as it is now, and say why nothing moves when nothing does."""
        now = batch.ledger
        words = f"完成 done {now.done} · 失败 dead {now.dead} · 重复 dup {now.duplicate} · 拒收 rej {now.rejected}"
        words += f" · 处理中 in flight {now.in_flight}{_pace(batch)}"
        through = now.submitted - now.in_flight
        self._progress.update(self._task, description=words, completed=through, total=now.submitted)
        self._say(_why_nothing_moves(batch, idle_s))

    def _say(self, words: str) -> None:
        if words and words != self._said:
            self._console.print(words)
        self._said = words


@contextmanager
def following_bar(console: Console, *, quiet: bool) -> Iterator[FollowingBar]:
    """One live line, for as long as the block lasts."""
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=16), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=quiet) as progress:
        yield FollowingBar(console, progress)


def _pace(batch: Batch) -> str:
    pace = batch.pace
    words = f" · {pace.lately_per_s:.1f} 份/秒/s" if pace.lately_per_s else ""
    if pace.estimated_end is not None:
        words += f" · 预计 ETA {pace.estimated_end.astimezone():%H:%M:%S}"
    return words


def _why_nothing_moves(batch: Batch, idle_s: float) -> str:
    if batch.ledger.in_flight:
        if idle_s < _QUIET_S:
            return ""
        return (
            "一段时间没有进展;请查看处理进程是否在运行(nianbao top)。 "
            "Nothing has moved for a while; see whether workers are running (`nianbao top`)."
        )
    if batch.closed_at is None:
        return "批次尚未关闭,目前没有文件在处理。 The batch is still open, and nothing of it is under way."
    return ""
