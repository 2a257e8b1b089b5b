"""The columns of a table without lines: where its values stand, and the words of its header above them."""

import msgspec

from .aligned_rows import Row
from .runs import Run

_INSIDE = 2.0


class Columns(msgspec.Struct, frozen=True):
    """From where to where each column of values reaches, from left to right."""

    spans: tuple[tuple[float, float], ...]

    def over(self, run: Run) -> range:
        """The columns that a run stands over; empty if there are none."""
        held = [index for index, span in enumerate(self.spans) if _shared(span, run) > 0]
        return range(held[0], held[-1] + 1) if held else range(0)


def columns_of(header: list[Run], rows: list[Row]) -> Columns | None:
    """The columns of values; None if two values of one row stand in one column."""
    spans = _clusters([(run.box.left, run.box.right) for row in rows for run in row.values if run.is_value])
    labels = [
        run.box.right for row in rows for run in row.before if run.is_level_with(row.y) and run.box.right < spans[0][0]
    ]
    start = max(labels, default=float("-inf"))
    for run in sorted(header, key=lambda each: -each.box.y):
        held = [index for index, span in enumerate(spans) if _shared(span, run) > 0]
        wider = (run.box.left, run.box.right)
        if len(held) == 1:
            span = spans[held[0]]
            wider = (min(span[0], wider[0]), max(span[1], wider[1]))
            spans[held[0]] = wider
        elif not held and run.box.left >= start - _INSIDE and _has_company(run, header):
            spans.append(wider)
            spans.sort()
    columns = Columns(tuple(spans))
    for row in rows:
        places = [columns.over(run) for run in row.values]
        if any(len(place) != 1 for place in places) or len({place[0] for place in places}) < len(places):
            return None
    return columns


def _has_company(run: Run, header: list[Run]) -> bool:
    """Whether another word of the header stands beside it: one alone is a caption."""
    return any(other is not run and other.is_level_with(run.box.y, 0.0) for other in header)


def _clusters(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans that overlap made one."""
    found: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if found and left < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _shared(span: tuple[float, float], run: Run) -> float:
    return min(span[1], run.box.right) - max(span[0], run.box.left)
