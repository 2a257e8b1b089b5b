"""Draws one screen of `nianbao top`: tables that stand side by side where the terminal is wide enough."""

from datetime import datetime

from rich import box
from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from config import names
from config.names import LANES, STAGES
from intake.metrics_text import ACTS
from intake.queries.under_way import BatchUnderWay
from intake.terminal import plain
from models.tables import DeadLetterState, Lane, ReportState, Stage

from .moment import Change, Moment

_LANE_NAMES = {"interactive": "即时 interactive", "bulk": "批量 bulk"}
_MOST_CODES = 12
_NONE = "·"
_DAY_S = 86_400


def screen(change: Change) -> RenderableType:
    """The whole screen."""
    now = change.now
    tables = [_queues(now), _stages(change), _dead_letters(now), _workers(now), _acts(change)]
    return Group(
        _head(change), Text(), _batches(change), Columns([Padding(each, (0, 2, 1, 0)) for each in tables], padding=0)
    )


def away(trouble: str) -> RenderableType:
    """What is shown while the database is away."""
    return Text.assemble(("数据库不可用,正在重试 The database is away, trying again: ", "bold red"), plain(trouble))


def _head(change: Change) -> Text:
    now = change.now
    ended = sum(change.grown("stage_reports", stage) for stage in STAGES[-1:])
    up = now.messages is not None
    return Text.assemble(
        ("年报 Nianbao", "bold"),
        f"  {now.numbers.at.astimezone():%Y-%m-%d %H:%M:%S}",
        f"  未完成 pending {now.numbers.pending:,}",
        f"  {change.per_s(ended):.1f} 份/秒 reports/s  ",
        ("队列服务 broker ok", "green") if up else ("队列服务不可用 broker away", "bold red"),
    )


def _table(title: str, *columns: str) -> Table:
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False
    )
    for number, column in enumerate(columns):
        table.add_column(column.replace(" ", "\n", 1), justify="right" if number else "left", no_wrap=True)
    return table


def _queues(now: Moment) -> Table:
    table = _table("队列 Queues", "阶段 stage", "等待 waiting", "处理中 in work", "消息 messages", "最久 oldest")
    for lane in LANES:
        rows = [(stage, _queue(now, lane, stage)) for stage in STAGES]
        idle = all(cells[:2] == [_NONE, _NONE] and cells[2] in {_NONE, "?"} for _, cells in rows)
        table.add_row(Text(_LANE_NAMES[lane], "cyan"), Text("空闲 idle", "dim") if idle else "")
        for stage, cells in [] if idle else rows:
            table.add_row(f"  {stage}", *cells)
    return table


def _queue(now: Moment, lane: names.Lane, stage: names.Stage) -> list[str]:
    key = (Lane(lane), Stage(stage))
    states = (ReportState.QUEUED, ReportState.WORKING)
    counts = [_count(now.numbers.reports.get((state, key[1], key[0]), 0)) for state in states]
    messages = "?" if now.messages is None else _count(now.messages.get((lane, stage), 0))
    return [*counts, messages, _duration(now.numbers.oldest_waiting_s.get(key))]


def _stages(change: Change) -> Table:
    table = _table("阶段 Stages", "阶段 stage", "份/秒 reports/s", "毫秒 ms", "总数 total", "重试 retries")
    for stage in STAGES:
        rate, ms = change.per_s(change.grown("stage_reports", stage)), change.mean_ms(stage)
        totals = [change.now.numbers.sums.get(name, {}).get(stage, 0) for name in ("stage_reports", "stage_retries")]
        table.add_row(stage, f"{rate:.1f}", "–" if ms is None else f"{ms:.1f}", *map(_count, totals))
    return table


def _batches(change: Change) -> RenderableType:
    if not change.now.batches:
        return Text("没有正在处理的批次 No batch is under way\n", "dim")
    table = Table(
        title="正在处理的批次 Batches under way", title_justify="left", title_style="bold", box=None, pad_edge=False
    )
    for column in ("#", "名称 label", "", "完成 ended", "失败 dead", "份/秒 /s", "剩余 left"):
        table.add_column(column.replace(" ", "\n", 1), no_wrap=True, header_style="dim")
    for batch in change.now.batches:
        table.add_row(*_batch(batch, change))
    return Group(table, Text())


def _batch(batch: BatchUnderWay, change: Change) -> list[RenderableType]:
    rate, left = change.batch_per_s(batch), batch.total - batch.ended
    return [
        str(batch.id),
        plain(batch.label),
        ProgressBar(batch.total, batch.ended, width=20),
        f"{batch.ended:,}/{batch.total:,}",
        Text(_count(batch.states.get(ReportState.DEAD, 0)), "red"),
        f"{rate:.1f}",
        _duration(left / rate if rate else None),
    ]


def _dead_letters(now: Moment) -> RenderableType:
    table = _table("死信 Dead letters", "代码 code", "未处理 open", "全部 all")
    by_code: dict[str, int] = {}
    for (code, _), count in now.numbers.dead_letters.items():
        by_code[code] = by_code.get(code, 0) + count
    unseen = {code: now.numbers.dead_letters.get((code, DeadLetterState.OPEN), 0) for code in by_code}
    for code in sorted(by_code, key=lambda code: (-unseen[code], code))[:_MOST_CODES]:
        table.add_row(Text(code, "red" if unseen[code] else "dim"), _count(unseen[code]), _count(by_code[code]))
    if not by_code:
        table.add_row(Text("无 none", "dim"))
    return table


def _workers(now: Moment) -> Table:
    table = _table("处理进程 Workers", "名称 name", "进程 processes", "手中 in hand", "最近 last")
    for worker in now.workers:
        last = _ago(now.numbers.at, worker.last_stored_at)
        table.add_row(plain(worker.name), str(worker.processes), _count(worker.in_hand), last)
    if not now.workers:
        table.add_row(Text("近期没有 none lately", "yellow" if now.numbers.pending else "dim"))
    return table


def _acts(change: Change) -> Table:
    table = _table("对账 Reconciler", "动作 act", "刚才 just now", "总数 total")
    for act in ACTS:
        table.add_row(
            act, _count(change.grown("acts", act)), _count(change.now.numbers.sums.get("acts", {}).get(act, 0))
        )
    return table


def _count(number: int) -> str:
    return f"{number:,}" if number else _NONE


def _ago(now: datetime, then: datetime | None) -> str:
    return "–" if then is None else _duration(max(0.0, (now - then).total_seconds()))


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < _DAY_S:
        return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
    return f"{whole // _DAY_S} d"
