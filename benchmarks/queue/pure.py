"""What the four stages cost by themselves, on one core, in milliseconds of processor time."""

import statistics

from benchmarks.reading import once
from pipeline.stages import STAGES

from .workload import content, is_page

_REPORTS = 400
_TIMES = 3


def stages_ms(*, pages: bool) -> dict[str, float]:
    """The median of each stage and of all of them (`all`), over web pages or over texts."""
    contents = [content(seed) for seed in range(_REPORTS) if is_page(seed) == pages]
    measured = [min((once(data) for _ in range(_TIMES)), key=lambda each: each.whole_ms) for data in contents]
    medians = {stage: statistics.median(each.stages_ms[i] for each in measured) for i, stage in enumerate(STAGES)}
    return medians | {"all": statistics.median(each.whole_ms for each in measured)}
