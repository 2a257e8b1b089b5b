"""Boxes on a page as a reader sees it: x grows to the right, y grows downwards, in points."""

from collections.abc import Iterable, Sequence

import msgspec


class Box(msgspec.Struct, frozen=True):
    """A rectangle with its sides parallel to the page's; left ≤ right and top ≤ bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def x(self) -> float:
        """The middle from left to right."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle from top to bottom."""
        return (self.top + self.bottom) / 2

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether the point is inside, or outside by no more than `slack`."""
        return (
            self.left - slack <= x <= self.right + slack  # the two tests run as one for speed
            and self.top - slack <= y <= self.bottom + slack
        )

    def contains(self, other: "Box", slack: float = 0.0) -> bool:
        """Whether all of `other` is inside."""
        return self.holds(other.left, other.top, slack) and self.holds(other.right, other.bottom, slack)

    def shared(self, other: "Box") -> float:
        """The area that both cover."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0.0


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around all; ValueError if there are none."""
    every = list(boxes)
    return Box(
        min(box.left for box in every),
        min(box.top for box in every),
        max(box.right for box in every),
        max(box.bottom for box in every),
    )


def clusters(positions: Iterable[float], apart: float) -> list[float]:
    """The means of groups of positions, ascending; a gap wider than `apart` parts two groups."""
    groups: list[list[float]] = []
    for position in sorted(positions):
        if groups and position - groups[-1][-1] <= apart:
            groups[-1].append(position)
        else:
            groups.append([position])
    return [sum(group) / len(group) for group in groups]


def median(values: Sequence[float], otherwise: float) -> float:
    """The middle value; `otherwise` if there are none."""
    return sorted(values)[len(values) // 2] if values else otherwise
