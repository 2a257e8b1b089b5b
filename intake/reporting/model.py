"""What a page says, as values that know nothing of how they are drawn: facts, counts, issues, and grids of cells."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]
#: What a count or a mark stands for: a finding on the agency by its severity, or a doubt of our own.
Weight = Literal["error", "warning", "info", "doubt"]
State = Literal["plain", "zero", "part", "wrong", "unknown", "absent"]
#: What else is counted: findings by what a person made of them.
Reviewed = Literal["dismissed", "confirmed"]
WEIGHTS: tuple[Weight, ...] = ("error", "warning", "info", "doubt")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid.

    `part` takes part in what fails, `wrong` is most probably what is wrong, `absent` is none that the form has.
    `numbers` are those of the issues that name it, `note` what it would have to be.
    """

    text: str
    state: State = "plain"
    weight: Weight | None = None
    numbers: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a grid: its label, the label of the group it stands in (may be empty), and a cell for each column."""

    label: str
    cells: tuple[Cell, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with labelled rows and columns; `key` tells the drawing which one it is, `note` stands below it."""

    key: str
    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether a cell is marked or unknown, so that the marks have to be explained."""
        return any(cell.state not in {"plain", "zero", "absent"} for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an equation: its sum, the figures in it that are not 0 with their names, and how many are 0."""

    total: str
    terms: tuple[tuple[str, str], ...]
    zeros: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: the rule and what it asks, where (may be empty), what was found, and what shows it."""

    rule: str
    title: str
    basis: str
    where: str
    message: str
    sides: tuple[Side, ...] = ()
    quote: str = ""

    @property
    def name(self) -> str:
        """Rule and place in one word: `T3-002[自然人]`."""
        return f"{self.rule}[{self.where}]" if self.where else self.rule


@dataclass(frozen=True, slots=True)
class Issue:
    """What one error caused: the finding that leads, its consequences, and what is most probably wrong.

    `choices` are the corrections that `advice` speaks of, where there are several. `review` is what people made of it, a
    sentence each; one of which all was dismissed `is_dismissed`, of others what was dismissed is told there alone.
    """

    number: int
    weight: Weight
    lead: Line
    consequences: tuple[Line, ...] = ()
    advice: str = ""
    choices: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    is_dismissed: bool = False

    @property
    def findings(self) -> int:
        """How many findings it holds."""
        return 1 + len(self.consequences)


@dataclass(frozen=True, slots=True)
class Issues:
    """Issues of one kind under a heading, the gravest first; `note` says whose they are."""

    key: Literal["agency", "own", "reviewed"]
    heading: str
    note: str
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of one weight, or of what people made of them: `text` is the number as people say it."""

    weight: Weight | Reviewed
    label: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page in one language: what and whose it is, the verdict with its counts, its parts in order, the small print."""

    lang: str
    kind: str
    title: str
    facts: tuple[tuple[str, str], ...]
    verdict: str
    counts: tuple[Count, ...]
    parts: tuple[Issues | Grid, ...]
    small_print: str
