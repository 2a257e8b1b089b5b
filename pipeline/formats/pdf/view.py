"""A page turned so that most of its text stands upright: from PDFium's places to places as a reader sees them."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from .geometry import Box

QUARTERS = 4


class View(msgspec.Struct, frozen=True):
    """`turns` quarter turns clockwise lead from the file's page, whose sides are in `page`, to what is seen."""

    page: tuple[float, float, float, float]
    turns: int

    @property
    def box(self) -> Box:
        """The page as seen."""
        left, bottom, right, top = self.page
        return self.seen(left, bottom, right, top)

    def seen(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The box as seen, of what is given in the file's own direction (y grows upwards)."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The point as seen."""
        left, bottom, right, top = self.page
        if self.turns == 0:
            return x - left, top - y
        if self.turns == 1:
            return y - bottom, x - left
        if self.turns == 2:
            return right - x, y - bottom
        return top - y, right - x


def turns_of(quarters: Iterable[int | None]) -> int:
    """How to turn a page whose characters are turned by so many quarters clockwise; None for a slanted one."""
    counted = Counter(quarter for quarter in quarters if quarter is not None)
    return -counted.most_common(1)[0][0] % QUARTERS if counted else 0
