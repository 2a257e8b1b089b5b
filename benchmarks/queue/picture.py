"""Draws throughput over the size of the backlog and over the number of processes."""

import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pygal  # type: ignore[import-untyped]
from pygal.style import CleanStyle  # type: ignore[import-untyped]


def draw(databases: Mapping[str, Any], folder: Path) -> None:
    """Write `backlog.svg` and `processes.svg`, a line for each database; `databases` are those of latest.json."""
    for name, title in (
        ("backlogs", "Reports a second by backlog"),
        ("processes", "Reports a second by pool processes"),
    ):
        # No script: the picture stands in documents, and loads nothing from anywhere.
        chart = pygal.Line(title=title, js=(), style=CleanStyle, width=640, height=360, range=(0, None))
        points = next(iter(databases.values()))[name]
        chart.x_labels = list(map(str, points))
        for kind, figures in databases.items():
            chart.add(kind, [_median(runs) for runs in figures[name].values()])
        chart.render_to_file(str(folder / f"{name}.svg"))


def _median(runs: Any) -> float:
    return round(float(statistics.median(run["per_second"] for run in runs)), 1)
