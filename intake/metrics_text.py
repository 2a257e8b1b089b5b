"""Writes what the database and the broker say as Prometheus reads it; this process keeps no numbers of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from config.names import LANES, STAGES
from models.tables import Lane, ReportState, Stage
from workers.queues import Messages

from .queries.metrics import Numbers

CONTENT_TYPE = CONTENT_TYPE_LATEST
Key = TypeVar("Key", bound=tuple[str, ...])
ACTS = ("lost", "published", "stranded")


def metrics_text(numbers: Numbers, unbalanced: int, messages: Messages | None) -> bytes:
    """Return the text of `/metrics`; `messages` is None while the broker is away, and its queues are then left out."""
    return generate_latest(_Moment(numbers, unbalanced, messages))


@dataclass(frozen=True, slots=True)
class _Moment:
    """The metric families of one moment. What can be named beforehand is given as 0, so that no series comes and goes."""

    numbers: Numbers
    unbalanced: int
    messages: Messages | None

    def collect(self) -> Iterator[Metric]:
        yield from self._reports()
        yield from self._stages()
        yield from self._trouble()
        yield from self._broker()

    def _reports(self) -> Iterator[Metric]:
        numbers = self.numbers
        reports = {key: numbers.reports.get(key, 0) for key in product(ReportState, Stage, Lane)}
        yield _gauge("reports", "Reports by where they stand in their current run", ("state", "stage", "lane"), reports)
        yield _gauge("pending_reports", "Reports that are queued or worked on", (), {(): numbers.pending})
        oldest = {key: numbers.oldest_waiting_s.get(key, 0.0) for key in product(Lane, Stage)}
        yield _gauge("oldest_waiting_seconds", "Age of the report that waits longest", ("lane", "stage"), oldest)
        batches = {("open",): numbers.batches_open, ("closed",): numbers.batches_closed}
        yield _gauge("batches", "Batches; closed when all their files are known", ("state",), batches)

    def _stages(self) -> Iterator[Metric]:
        sums = self.numbers.sums
        took = SummaryMetricFamily("nianbao_stage_seconds", "Time that workers spent on reports", labels=["stage"])
        for stage in STAGES:
            reports, ms = (sums.get(name, {}).get(stage, 0) for name in ("stage_reports", "stage_ms"))
            took.add_metric([stage], count_value=reports, sum_value=ms / 1000)
        yield took
        retries = {(stage,): sums.get("stage_retries", {}).get(stage, 0) for stage in STAGES}
        yield _counter("retries", "Attempts that failed or were lost and came again", ("stage",), retries)
        acts = {(act,): sums.get("acts", {}).get(act, 0) for act in ACTS}
        yield _counter("reconciler_acts", "Reports that the reconciler set going again", ("act",), acts)

    def _trouble(self) -> Iterator[Metric]:
        letters = self.numbers.dead_letters
        yield _gauge("dead_letters", "Reports that the stages gave up on", ("code", "state"), letters)
        yield _gauge("batch_imbalance", "Batches in which a file is missing or doubled", (), {(): self.unbalanced})

    def _broker(self) -> Iterator[Metric]:
        messages = self.messages
        yield _gauge("broker_up", "Whether the broker answers", (), {(): int(messages is not None)})
        if messages is not None:
            queued = {key: messages.get(key, 0) for key in product(LANES, STAGES)}
            yield _gauge("queue_messages", "Messages in the broker, each a chunk of reports", ("lane", "stage"), queued)


def _gauge(name: str, says: str, labels: tuple[str, ...], series: Mapping[Key, float]) -> Metric:
    family = GaugeMetricFamily(f"nianbao_{name}", says, labels=labels)
    for key, value in sorted(series.items()):
        family.add_metric(key, value)
    return family


def _counter(name: str, says: str, labels: tuple[str, ...], series: Mapping[Key, float]) -> Metric:
    family = CounterMetricFamily(f"nianbao_{name}", says, labels=labels)
    for key, value in sorted(series.items()):
        family.add_metric(key, value)
    return family
