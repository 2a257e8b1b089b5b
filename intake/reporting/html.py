"""Draws a page as one HTML file that stands alone: no scripts, nothing fetched, every word of a report escaped."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from .issues import terms_of, told_by
from .marks import circled, sign_of
from .model import Cell, Grid, Issue, Issues, Line, Page, Row
from .style import STYLE
from .words import WORDS, Words

_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
#: What a browser may do with the page: show it, in its own style, and nothing else.
POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'"
_NARROW = 30  # characters of a fact that fit beside another one
_LANGUAGES = {"zh": "zh-CN", "en": "en"}


def as_html(page: Page) -> str:
    """Return the page as HTML."""
    return "\n".join(_document(page)) + "\n"


def _document(page: Page) -> Iterator[str]:
    words = WORDS[page.lang]
    yield f'<!DOCTYPE html>\n<html lang="{_LANGUAGES[page.lang]}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_text(page.kind)} · {_text(page.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>"
    yield f'<header>\n<p class="kind">{_text(page.kind)}</p>\n<h1>{_text(page.title)}</h1>\n<dl>'
    yield from (_fact(name, value) for name, value in page.facts)
    yield f'</dl>\n<p class="verdict">{_text(page.verdict)}</p>'
    yield from _counts(page)
    yield "</header>"
    grids = [part for part in page.parts if isinstance(part, Grid)]
    for part in page.parts:
        yield from _issues(part, words) if isinstance(part, Issues) else _grid(part)
        if grids and part is grids[-1] and any(grid.is_marked for grid in grids):
            yield f'<p class="legend">{_text(words.legend)}</p>'
    yield f"<footer>{_text(page.small_print)}</footer>\n</main>\n</body>\n</html>"


def _text(text: str) -> str:
    """Text for HTML; what turns the direction of writing is kept within its element by the style."""
    return escape("".join(c if c.isprintable() or c.isspace() else "�" for c in text))


def _fact(name: str, value: str) -> str:
    wide = ' class="wide"' if len(value) > _NARROW else ""
    return f"<div{wide}><dt>{_text(name)}</dt><dd>{_text(value)}</dd></div>"


def _counts(page: Page) -> Iterator[str]:
    if page.counts:
        yield '<ul class="counts">'
        for count in page.counts:
            some = "some" if count.number else "none"
            yield f'<li class="{count.weight} {some}">{_text(count.label)} <b>{_text(count.text)}</b></li>'
        yield "</ul>"


def _issues(part: Issues, words: Words) -> Iterator[str]:
    yield f'<section class="issues {part.key}">\n<h2>{_text(part.heading)}</h2>\n<p class="note">{_text(part.note)}</p>'
    for issue in part.issues:
        yield from _issue(issue, words)
    yield "</section>"


def _issue(issue: Issue, words: Words) -> Iterator[str]:
    lead = issue.lead
    dismissed = " dismissed" if issue.is_dismissed else ""
    yield f'<article class="issue {issue.weight}{dismissed}" id="i{issue.number}">'
    yield (
        f'<h3><span class="number">{circled(issue.number)}</span> <span class="weight">{_text(words.weight[issue.weight])}'
        f'</span> <span class="rule">{_text(lead.rule)}</span> <span class="asks">{_text(lead.title)}</span></h3>'
    )
    yield f'<p class="message">{_text(lead.message)}</p>'
    yield from _shown_by(lead, words)
    if issue.advice:
        yield f'<p class="advice"><b>{_text(words.advice)}</b> {_text(issue.advice)}</p>'
    if issue.choices:
        yield f'<ul class="advice choices">{"".join(f"<li>{_text(each)}</li>" for each in issue.choices)}</ul>'
    for said in issue.review:
        yield f'<p class="review"><b>{_text(words.review)}</b> {_text(said)}</p>'
    if issue.consequences:
        yield f'<p class="so">{_text(told_by(issue, words))}</p>\n<ul class="consequences">'
        for line in issue.consequences:
            yield f'<li><span class="rule">{_text(line.name)}</span> {_text(line.message)}</li>'
        yield "</ul>"
    if lead.basis:
        yield f'<p class="basis">{_text(words.basis)}{words.colon}{_text(lead.basis)}</p>'
    yield "</article>"


def _shown_by(line: Line, words: Words) -> Iterator[str]:
    """The equation, its figures by name, and the sentence as written."""
    if line.sides:
        yield '<table class="equation">'
        for name, side in zip(words.sides, line.sides, strict=True):
            listed = _text(terms_of(side, words))
            yield f'<tr><th scope="row">{_text(name)}</th><td class="sum">{_text(side.total)}</td><td>{listed}</td></tr>'
        yield "</table>"
    if line.quote:
        yield f"<blockquote><b>{_text(words.quote)}</b> {_text(line.quote)}</blockquote>"


def _grid(grid: Grid) -> Iterator[str]:
    grouped = any(row.group for row in grid.rows)
    span = ' colspan="2"' if grouped else ""
    yield f'<table class="grid {grid.key}">\n<caption>{_text(grid.caption)}</caption>'
    group = '<col class="group">' if grouped else ""
    yield f'<colgroup>{group}<col class="label">{"<col>" * len(grid.columns)}</colgroup>'
    yield f'<thead>\n<tr><th scope="col"{span}>{_text(grid.corner)}</th>'
    yield "".join(f'<th scope="col">{_text(column)}</th>' for column in grid.columns) + "</tr>\n</thead>"
    for group, members in groupby(grid.rows, key=lambda row: row.group):
        yield "<tbody>"
        yield from _rows(group, list(members), span)
        yield "</tbody>"
    yield "</table>"
    if grid.note:
        yield f'<p class="note">{_text(grid.note)}</p>'


def _rows(group: str, rows: Sequence[Row], span: str) -> Iterator[str]:
    for index, row in enumerate(rows):
        head = f'<th scope="row"{span}>{_text(row.label)}</th>'
        if group:
            head = f'<th scope="row">{_text(row.label)}</th>'
            if index == 0:
                head = f'<th scope="rowgroup" rowspan="{len(rows)}" class="group">{_text(group)}</th>{head}'
        yield f"<tr>{head}{''.join(map(_cell, row.cells))}</tr>"


def _cell(cell: Cell) -> str:
    classes = " ".join(filter(None, (cell.state, cell.weight)))
    sign = sign_of(cell)
    marked = f'<sup class="sign">{sign}</sup>' if sign else ""
    note = f'<small class="note">{_text(cell.note)}</small>' if cell.note else ""
    return f'<td class="{classes}">{_text(cell.text)}{marked}{note}</td>'
