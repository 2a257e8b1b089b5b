"""WordprocessingML by hand: paragraphs, runs and tables as strings, with a place to wrap each in something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from tests.making.grids import Grid, GridCell

# What Word itself writes with each run of a typed report, so that made documents weigh what real ones do.
PROPERTIES = (
    '<w:rPr><w:rFonts w:ascii="FangSong" w:hAnsi="FangSong" w:eastAsia="FangSong" w:cs="SimSun" w:hint="eastAsia"/>'
    '<w:color w:val="333333"/><w:kern w:val="0"/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr>'
)


def run(text: str, properties: str = PROPERTIES) -> str:
    """One run of text."""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def paragraph(*runs: str, properties: str = "") -> str:
    """One paragraph; `properties` stand inside its `w:pPr`."""
    return f'<w:p><w:pPr><w:jc w:val="center"/>{properties}</w:pPr>{"".join(runs)}</w:p>'


def text(words: str, properties: str = "") -> str:
    """Paragraphs of plain text, one a line."""
    return "".join(paragraph(run(line), properties=properties) for line in words.split("\n") if line)


def box(content: str) -> str:
    """A run with a text box that holds `content`, as Word writes it: for new programs and again for old ones."""
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def control(content: str, *, placeholder: bool = False) -> str:
    """A content control around `content`."""
    shows = "<w:showingPlcHdr/>" if placeholder else ""
    return f'<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr><w:alias w:val="填写"/>{shows}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


@dataclass(frozen=True, slots=True)
class Drawn:
    """One `w:tc` to be: the cell that it belongs to, whether it begins that cell, and the properties it needs."""

    cell: GridCell
    is_start: bool
    properties: str


def plain_cell(drawn: Drawn) -> str:
    """A cell with one paragraph."""
    words = paragraph(run(drawn.cell.text)) if drawn.is_start else "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/>{drawn.properties}</w:tcPr>{words}</w:tc>'


def plain_row(cells: list[str], _: int) -> str:
    """A row of its cells."""
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def table(
    grid: Grid,
    draw: Callable[[Drawn], str] = plain_cell,
    wrap: Callable[[list[str], int], str] = plain_row,
    rows: range | None = None,
) -> str:
    """A table; with `rows` only those, as where a page ends: merged cells then go on without their beginning."""
    drawn = [wrap([draw(each) for each in row], index) for index, row in enumerate(laid_out(grid))]
    columns = '<w:gridCol w:w="900"/>' * grid.width
    kept = drawn if rows is None else [drawn[index] for index in rows]
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(kept)}</w:tbl>'


def laid_out(grid: Grid) -> Iterator[list[Drawn]]:
    """Each row with every cell that Word writes for it, those that go on from above included."""
    above: dict[int, tuple[GridCell, int]] = {}  # column → a cell from above and the rows that it still has
    for row in grid.rows:
        drawn, column, waiting = [], 0, list(row)
        while column < grid.width:
            cell, left = above.get(column, (None, 0))
            is_start = cell is None or left == 0
            if is_start:
                cell = waiting.pop(0)
                left = cell.rowspan
            assert cell is not None
            merge = "" if cell.rowspan == 1 else '<w:vMerge w:val="restart"/>' if is_start else "<w:vMerge/>"
            span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
            drawn.append(Drawn(cell, is_start, span + merge))
            above[column] = (cell, left - 1)
            column += cell.colspan
        yield drawn
