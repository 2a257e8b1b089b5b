"""Web pages to be printed as PDF: one report in the many ways in which tables are drawn on paper."""

from __future__ import annotations

from html import escape

from tests.making import Truth
from tests.making.grids import Grid, GridCell, grid_of
from tests.making.labels import SECTIONS

RULED = "border-collapse: collapse"
_BASE = """
body { font-family: 'Noto Serif CJK SC'; font-size: 11pt; line-height: 1.6; margin: 0 }
h1 { text-align: center; font-size: 17pt } p { text-indent: 2em; margin: 0.3em 0; text-align: justify }
h2 { font-size: 13pt; margin: 0.5em 0 } table { width: 100%; font-size: 9pt; line-height: 1.3 }
td { text-align: center } td p { text-indent: 0; text-align: center; margin: 0 }
"""
# name → rules added to the base; each is a way of drawing tables or pages that real files show.
STYLES: dict[str, str] = {
    "ruled": "table { border-collapse: collapse } td { border: 1px solid #000 }",
    "ruled_grey": "table { border-collapse: collapse } td { border: 0.5px solid #999; padding: 5px }",
    "per_cell": "table { border-spacing: 2px } td { border: 1px solid #333 }",
    "double": "table { border-collapse: collapse } td { border: 3px double #000 }",
    "dashed": "table { border-collapse: collapse } td { border: 1px dashed #000 }",
    "dotted": "table { border-collapse: collapse } td { border: 1px dotted #000 }",
    "shaded": "table { border-spacing: 2px } td { background: #dde6f0 }",
    "no_sides": "table { border-collapse: collapse } td { border: 1px solid #000 } "
    "td:first-child { border-left: 0 } td:last-child { border-right: 0 }",
    "horizontal": "table { border-collapse: collapse } td { border-top: 1px solid #000; border-bottom: 1px solid #000 }",
    "three_lines": "table { border-collapse: collapse; border-top: 2px solid #000; border-bottom: 2px solid #000 } "
    "tr:nth-child(3) td { border-bottom: 1px solid #000 }",
    "bare": "td { padding: 3px }",
    "bare_top": "td { padding: 4px; vertical-align: top }",
    "bare_left": "td { padding: 3px; text-align: left } td p { text-align: left }",
    "bare_tight": "table { border-spacing: 0 } td { padding: 0 2px }",
    "narrow": "table { border-collapse: collapse; table-layout: fixed } td { border: 1px solid #000; font-size: 8pt } "
    "body { width: 330px }",
    "narrow_bare": "table { table-layout: fixed } td { padding: 3px; font-size: 8pt } body { width: 400px }",
    "tall": "table { border-collapse: collapse } td { border: 1px solid #000; padding: 14px 2px }",
    "tall_bare": "td { padding: 14px 2px }",
    "numbered": "@page { @bottom-center { content: '- ' counter(page) ' -' } @top-center { content: '政府信息公开工作年度报告' } } "
    "table { border-collapse: collapse } td { border: 1px solid #000; padding: 9px 2px }",
    "landscape": "@page { size: A4 landscape } table { border-collapse: collapse } td { border: 1px solid #000 }",
    "landscape_bare": "@page { size: A4 landscape } td { padding: 4px }",
    "sidebar": "body { padding-right: 130px; position: relative } .side { position: absolute; right: 0; top: 0; width: 110px } "
    "table { border-collapse: collapse } td { border: 1px solid #000 }",
    "bold": "td, td p { font-weight: bold; -webkit-text-stroke: 0.4px #000 } table { border-collapse: collapse } "
    "td { border: 1px solid #000 }",
    "dark_head": "table { border-collapse: collapse } td { border: 1px solid #000 } "
    "tr:nth-child(1) td, tr:nth-child(2) td { background: #235; color: #fff }",
    "large": "td { font-size: 15pt } table { border-collapse: collapse } td { border: 1.5pt solid #000 } body { font-size: 16pt }",
    "right": "table { border-collapse: collapse } td { border: 1px solid #000; text-align: right } td p { text-align: right }",
}
_PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>{style}</style></head>
<body><h1>{title}</h1>{side}{body}</body></html>
"""
_SIDE = '<div class="side"><p>政务公开</p><p>法定公开</p><p>公开指南</p><p>公开制度</p></div>'


def _cell(cell: GridCell) -> str:
    spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return f"<td{spans}><p>{escape(cell.text)}</p></td>"


def _table(grid: Grid, border: int) -> str:
    """`border` is for programs that know no styles of cells."""
    rows = "\n".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in grid.rows)
    return f'<table border="{border}"><tbody>\n{rows}\n</tbody></table>'


def _paragraphs(prose: str) -> list[str]:
    return [f"<p>{escape(line)}</p>" for line in prose.split("\n") if line]


def page(truth: Truth, style: str) -> str:
    """The report as a page to print, its tables drawn in one of `STYLES`."""
    body = _paragraphs(truth.preamble)
    for number, heading in SECTIONS.items():
        if number in truth.sections:
            body += [f"<h2>{heading}</h2>", *_paragraphs(truth.sections[number])]
            if grid := grid_of(truth, number):
                body.append(_table(grid, int("td { border: " in STYLES[style])))
    body += _paragraphs(truth.tail)
    return _PAGE.format(
        title=escape(truth.title),
        style=_BASE + STYLES[style],
        side=_SIDE if style == "sidebar" else "",
        body="\n".join(body),
    )
