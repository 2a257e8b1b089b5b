"""How a table is written in HTML: plainly, by Word, by WPS, with a head, with paragraphs in cells, row by row, as divs."""

from __future__ import annotations

import random
from collections.abc import Callable
from html import escape

from tests.making.grids import Grid, GridCell

_WORD_P = "<p class=MsoNormal align=center style='text-align:center;mso-element:frame'>"
_WORD_SPAN = "<span lang=EN-US style='font-size:10.5pt;font-family:宋体;mso-hansi-font-family:宋体'>"


def _spans(cell: GridCell) -> str:
    return (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "") + (
        f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    )


def _text(cell: GridCell) -> str:
    return cell.mark + (escape(cell.text, quote=False).replace("\n", "<br>") or "&nbsp;")


def _rows(grid: Grid, write: Callable[[GridCell], str], tag: str = "tr") -> list[str]:
    return [f"<{tag}>{''.join(write(cell) for cell in row)}</{tag}>" for row in grid.rows]


def plain(draw: random.Random, grid: Grid) -> str:
    """`td` with the text, or with a paragraph and a span around it; line ends between the cells or none."""
    inner = draw.choice(("{}", "<p><span>{}</span></p>", "\n<p>\n{}\n</p>\n", "<div><font size=2>{}</font></div>"))
    rows = _rows(grid, lambda cell: f"<td{_spans(cell)}>{inner.format(_text(cell))}</td>")
    return f"<table border=1><tbody>{''.join(rows)}</tbody></table>"


def word(_draw: random.Random, grid: Grid) -> str:
    """Word's own HTML: unquoted attributes, mso styles, `o:p`, conditional comments."""

    def write(cell: GridCell) -> str:
        text = (
            f"{_WORD_SPAN}{_text(cell)}<o:p></o:p></span>"
            if cell.text
            else f"{_WORD_SPAN}<o:p>{_text(cell)}</o:p></span>"
        )
        return f"<td width=93{_spans(cell)} style='border:solid windowtext 1.0pt;mso-border-alt:solid'>{_WORD_P}{text}</p></td>"

    rows = "\n".join(f" <![if !supportMisalignedRows]>{row}<![endif]>" for row in _rows(grid, write))
    return f"<div align=center><table class=MsoNormalTable border=1 cellspacing=0>\n{rows}\n</table></div>"


def wps(_draw: random.Random, grid: Grid) -> str:
    """WPS: upper-case names, nested spans and fonts, a bookmark here and there, column widths first."""

    def write(cell: GridCell) -> str:
        return (
            f'<TD{_spans(cell).upper()} style="mso-border-left-alt:0.5pt"><P class="p"><A name="_b"></A><SPAN>'
            f'<FONT face="仿宋">{_text(cell)}</FONT></SPAN><SPAN style="mso-spacerun:\'yes\'"></SPAN></P></TD>'
        )

    rows = "\n".join(_rows(grid, write, "TR"))
    columns = "<COL width=72>" * grid.width
    return f"<TABLE style='border-collapse:collapse'><COLGROUP>{columns}</COLGROUP><TBODY>{rows}</TBODY></TABLE>"


def with_head(_draw: random.Random, grid: Grid) -> str:
    """The rows above the first value in `thead`, with `th`; and an empty caption."""
    first = next((index for index, row in enumerate(grid.rows) if any(cell.place for cell in row)), 1)
    head = _rows(Grid(grid.width, grid.rows[:first]), lambda cell: f"<th{_spans(cell)}>{_text(cell)}</th>")
    body = _rows(Grid(grid.width, grid.rows[first:]), lambda cell: f"<td{_spans(cell)}>{_text(cell)}</td>")
    return f"<table><caption></caption><thead>{''.join(head)}</thead><tbody>{''.join(body)}</tbody></table>"


def paragraphs(draw: random.Random, grid: Grid) -> str:
    """Labels in several paragraphs within one cell, values with empty paragraphs around them."""

    def write(cell: GridCell) -> str:
        if cell.place or cell.number:
            around = draw.choice(("<p>{}</p>", "<p>&nbsp;</p><p>{}</p>", "<p>{}</p><p></p>"))
            return f"<td{_spans(cell)}>{around.format(_text(cell))}</td>"
        cut = len(cell.text) // 2
        parts = [cell.text[:cut], cell.text[cut:]] if draw.random() < 0.4 else [cell.text]
        inner = "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts)
        return f"<td{_spans(cell)}>{inner}</td>"

    return f"<table>{''.join(_rows(grid, write))}</table>"


def row_tables(_draw: random.Random, grid: Grid) -> str:
    """Each row a table of its own."""
    rows = _rows(grid, lambda cell: f"<td{_spans(cell)}><span>{_text(cell)}</span></td>")
    return "\n".join(f"<table width=100%><tbody>{row}</tbody></table>" for row in rows)


def divs(_draw: random.Random, grid: Grid) -> str:
    """No table at all: one `div` per cell inside one per row."""
    rows = _rows(grid, lambda cell: f'<div class="td">{_text(cell)}</div>', "div")
    return f'<div class="table">{"".join(rows)}</div>'
