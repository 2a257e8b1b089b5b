"""What the four stages cost by themselves, on one core, in milliseconds of processor time."""

import itertools
import statistics
import time
from collections.abc import Sequence

from pipeline.checks import check_consistency
from pipeline.sections import detect_sections
from pipeline.stages import STAGES, normalize
from pipeline.tables import parse_tables

from .workload import content, is_page

_REPORTS = 400
_TIMES = 3


def stages_ms(*, pages: bool) -> dict[str, float]:
    """The median of each stage and of all of them (`all`), over web pages or over texts."""
    contents = [content(seed) for seed in range(_REPORTS) if is_page(seed) == pages]
    measured = [min((_once(data) for _ in range(_TIMES)), key=sum) for data in contents]
    medians = {stage: statistics.median(each[i] for each in measured) for i, stage in enumerate(STAGES)}
    return medians | {"all": statistics.median(map(sum, measured))}


def _once(data: bytes) -> Sequence[float]:
    marks = [time.process_time()]
    document = normalize(data)
    marks.append(time.process_time())
    outline = detect_sections(document)
    marks.append(time.process_time())
    reading = parse_tables(document, outline)
    marks.append(time.process_time())
    check_consistency(document, outline, reading)
    marks.append(time.process_time())
    return [(after - before) * 1000 for before, after in itertools.pairwise(marks)]
