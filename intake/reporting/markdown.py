"""Draws a page as Markdown with pipe tables; text of reports is escaped, so that it is neither markup nor a link."""

import re
import unicodedata
from collections.abc import Iterator

from .issues import terms_of, told_by
from .marks import circled, sign_of
from .model import Cell, Grid, Issue, Issues, Line, Page
from .words import WORDS, Words

_MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~&$:@^=])")
_LINE_START = re.compile(r"^(\d+)([.)])")
_CONTROLS = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def as_markdown(page: Page) -> str:
    """Return the page as Markdown, which ends in a newline."""
    return "\n".join(_lines(page)) + "\n"


def escaped(text: str) -> str:
    """Return text for one line of Markdown: it reads as it stands, whatever it holds."""
    line = " ".join(text.split())
    visible = "".join("�" if unicodedata.category(c) in _CONTROLS else c for c in line)
    return _LINE_START.sub(r"\1\\\2", _MEANS_SOMETHING.sub(r"\\\1", visible))


def _lines(page: Page) -> Iterator[str]:
    words = WORDS[page.lang]
    yield from (f"# {escaped(page.title)}", "", f"*{escaped(page.kind)}*", "")
    yield from (f"- {escaped(name)}{words.colon}{escaped(value)}" for name, value in page.facts)
    counts = " · ".join(f"{count.label} {count.text}" for count in page.counts)
    yield from ("", f"**{escaped(page.verdict)}** {escaped(counts)}".rstrip(), "")
    for part in page.parts:
        yield from _issues(part, words) if isinstance(part, Issues) else _grid(part)
        yield ""
    if any(isinstance(part, Grid) and part.is_marked for part in page.parts):
        yield from (escaped(words.legend), "")
    yield from ("---", "", escaped(page.small_print))


def _issues(part: Issues, words: Words) -> Iterator[str]:
    yield from (f"## {escaped(part.heading)}", "", escaped(part.note))
    for issue in part.issues:
        yield ""
        yield from _issue(issue, words)


def _issue(issue: Issue, words: Words) -> Iterator[str]:
    heading = " ".join(filter(None, (words.weight[issue.weight], issue.lead.name, issue.lead.title)))
    yield from (f"### {circled(issue.number)} {escaped(heading)}", "")
    yield from _line(issue.lead, words)
    if issue.advice:
        yield f"- **{escaped(words.advice)}**{words.colon}{escaped(issue.advice)}"
    yield from (f"  - {escaped(each)}" for each in issue.choices)
    yield from (f"- **{escaped(words.review)}**{words.colon}{escaped(said)}" for said in issue.review)
    if issue.consequences:
        yield f"- {escaped(told_by(issue, words))}"
        yield from (f"  - {escaped(line.name)} {escaped(line.message)}" for line in issue.consequences)


def _line(line: Line, words: Words) -> Iterator[str]:
    yield f"- {escaped(line.message)}"
    for name, side in zip(words.sides, line.sides, strict=False):
        yield f"- {escaped(name)} {escaped(side.total)}{words.colon}{escaped(terms_of(side, words))}"
    if line.quote:
        yield f"- {escaped(words.quote)}{words.colon}“{escaped(line.quote)}”"
    if line.basis:
        yield f"- {escaped(words.basis)}{words.colon}{escaped(line.basis)}"


def _grid(grid: Grid) -> Iterator[str]:
    yield from (f"## {escaped(grid.caption)}", "")
    yield _row([grid.corner, *grid.columns])
    yield "| --- |" + " ---: |" * len(grid.columns)
    for row in grid.rows:
        label = f"{row.group} / {row.label}" if row.group else row.label
        yield f"| {escaped(label)} | " + " | ".join(map(_cell, row.cells)) + " |"
    if grid.note:
        yield from ("", escaped(grid.note))


def _row(texts: list[str]) -> str:
    return "| " + " | ".join(map(escaped, texts)) + " |"


def _cell(cell: Cell) -> str:
    text = escaped(cell.text)
    if cell.state in {"part", "wrong"}:
        text = f"**{text}**"
    elif cell.state == "unknown":
        text = f"*{text}*"
    return " ".join(filter(None, (text + sign_of(cell), escaped(cell.note))))
