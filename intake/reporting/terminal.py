"""Draws a page on a terminal or as plain text; what strangers wrote is shown escaped."""

from collections.abc import Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from intake.terminal import SEVERITY_STYLES, plain

from .issues import terms_of, told_by
from .marks import WRONG
from .model import Cell, Count, Grid, Issue, Issues, Line, Page
from .words import WORDS, Words

STYLES = SEVERITY_STYLES | {"doubt": "dim", "dismissed": "dim", "confirmed": "bold"}


def print_page(console: Console, page: Page) -> None:
    """Print a page."""
    for each in _lines(page):
        console.print(each)


def counts_line(counts: tuple[Count, ...]) -> Text:
    """Return the counts on one line."""
    return Text(" · ").join(
        Text(f"{count.label} {count.text}", STYLES[count.weight] if count.number else "dim") for count in counts
    )


def _lines(page: Page) -> Iterator[RenderableType]:
    words = WORDS[page.lang]
    yield Text.assemble((page.kind, "bold"), " · ", plain(page.title))
    yield plain(" · ".join(f"{name} {value}" for name, value in page.facts))
    yield Text.assemble((plain(page.verdict).plain, "bold"), "  ", counts_line(page.counts))
    for part in page.parts:
        yield Group(*_issues(part, words)) if isinstance(part, Issues) else drawn(part)
    yield Text()


def _issues(part: Issues, words: Words) -> Iterator[Text]:
    yield Text.assemble("\n", (part.heading, "bold"), " ", (part.note, "dim"))
    for issue in part.issues:
        yield from issue_lines(issue, words)


def issue_lines(issue: Issue, words: Words) -> Iterator[Text]:
    """Yield an issue: what leads, what is probably wrong, and its consequences below."""
    style = STYLES["dismissed" if issue.is_dismissed else issue.weight]
    yield Text.assemble((f"[{issue.number}] ", style), _line(issue.lead, style))
    inside = " " * (len(str(issue.number)) + 3)
    for name, side in zip(words.sides, issue.lead.sides, strict=False):
        yield Text(inside).append(plain(f"{name} {side.total}{words.colon}{terms_of(side, words)}"))
    for line in advice_lines(issue):
        yield Text(inside).append(line)
    for said in issue.review:
        yield Text(inside).append(plain(f"{words.review}{words.colon}{said}"))
    if issue.consequences:
        yield Text(inside).append(told_by(issue, words))
    for each in issue.consequences:
        yield Text(f"{inside}  ").append(_line(each, style))


def advice_lines(issue: Issue) -> Iterator[Text]:
    """Yield what is probably wrong, and the corrections that would do, each on its line."""
    if issue.advice:
        yield plain(issue.advice)
    yield from (Text("  · ").append(plain(each)) for each in issue.choices)


def _line(line: Line, style: str) -> Text:
    return Text.assemble((f"{line.rule:7}", style), plain(line.message))


def drawn(grid: Grid) -> Table:
    """Return a grid as a table."""
    table = Table(title=plain(grid.caption), caption=grid.note or None, box=box.SIMPLE_HEAD, title_justify="left")
    table.add_column(grid.corner)
    for column in grid.columns:
        table.add_column(plain(column), justify="right")
    for row in grid.rows:
        table.add_row(plain(row.label), *map(_cell, row.cells))
    return table


def _cell(cell: Cell) -> Text:
    """A cell; its marks are in letters too, for a page without colours, as in a file or a pipe."""
    sign = (WRONG if cell.state == "wrong" else "") + "".join(f"[{number}]" for number in cell.numbers)
    style = STYLES[cell.weight] if cell.weight else ("dim" if cell.state in {"zero", "unknown"} else "")
    if cell.state == "wrong":
        style += " reverse"
    text = plain(cell.text)
    text.stylize(style)
    return text.append(sign, style).append(f" {cell.note}" if cell.note else "", style)
