"""How batches look on a terminal: the ledger as one line, a list as a table, one batch in full."""

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from intake.terminal import plain

from .answers import Batch, Ledger

_OPEN = "未关闭 open"


def ledger_line(ledger: Ledger) -> str:
    """The equation that must hold, and whether it does."""
    verdict = "平衡 balanced" if ledger.balanced else "不平衡 NOT BALANCED"
    return (
        f"提交 submitted {ledger.submitted} = 完成 done {ledger.done} + 失败 dead {ledger.dead} + "
        f"重复 duplicate {ledger.duplicate} + 拒收 rejected {ledger.rejected} + "
        f"处理中 in flight {ledger.in_flight} · {verdict}"
    )


def print_list(console: Console, batches: Sequence[Batch]) -> None:
    """Print batches, a line each."""
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("批次 batch", "名称 label", "通道 lane", "提交于 made", "状态 state"):
        table.add_column(heading, overflow="fold")
    for heading in ("提交 submitted", "完成 done", "失败 dead", "重复 duplicate", "拒收 rejected", "处理中 in flight"):
        table.add_column(heading, justify="right")
    for each in batches:
        now = each.ledger
        counts = (now.submitted, now.done, now.dead, now.duplicate, now.rejected, now.in_flight)
        made = f"{each.created_at.astimezone():%Y-%m-%d %H:%M}"
        table.add_row(str(each.id), plain(each.label), each.lane, made, state_of(each), *map(str, counts))
    console.print(table)


def state_of(batch: Batch) -> str:
    """Whether a batch is open, under way or ended; an imbalance is said before all else."""
    if not batch.ledger.balanced:
        return "不平衡 NOT BALANCED"
    if batch.ended:
        return "已结束 ended"
    return _OPEN if batch.closed_at is None else "处理中 under way"


def print_batch(console: Console, batch: Batch) -> None:
    """Print one batch in full."""
    console.print(plain(f"批次 batch {batch.id} · {batch.label} · {batch.lane} · {state_of(batch)}"))
    closed = f"{batch.closed_at.astimezone():%Y-%m-%d %H:%M:%S}" if batch.closed_at else _OPEN
    console.print(f"提交于 made {batch.created_at.astimezone():%Y-%m-%d %H:%M:%S} · 关闭于 closed {closed}")
    console.print(ledger_line(batch.ledger))
    _print_counts(console, "状态 states", batch.states)
    _print_counts(console, "阶段 stages", batch.stages)
    _print_counts(console, "不一致 findings", batch.findings)
    _print_counts(console, "死信 dead letters", batch.dead_letters)
    if batch.pace.reports_per_s is not None:
        console.print(f"速度 pace {batch.pace.reports_per_s:.1f} 份/秒 reports/s")


def _print_counts(console: Console, heading: str, counts: Mapping[str, int]) -> None:
    if counts:
        console.print(plain(f"{heading}: " + " · ".join(f"{name} {count}" for name, count in counts.items())))
