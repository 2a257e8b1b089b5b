"""Word documents of a report in the structures that real ones have; each says the same 200 figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape

from tests.making.grids import Grid, GridCell, grid_of
from tests.making.labels import SECTIONS
from tests.making.truth import Truth

from . import words
from .package import OFFICE, content_types, relationships, zipped
from .words import Drawn, paragraph, run, table, text

TRANSITIONAL = f"{OFFICE}/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHERS = (
    f'xmlns:r="{OFFICE}/officeDocument/2006/relationships" xmlns:mc="{OFFICE}/markup-compatibility/2006" '
    f'xmlns:a="{OFFICE}/drawingml/2006/main" xmlns:wp="{OFFICE}/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_CHANGE = 'w:id="1" w:author="甲" w:date="2024-01-30T09:00:00Z"'
Tables = Callable[[Grid, int], str]
"""Draws the table of a section."""


def document(body: str, *, namespace: str = TRANSITIONAL, main_type: str = MAIN, **parts: str) -> bytes:
    """A Word document with `body`; `parts` are further parts such as `numbering` and `styles`, by their kind."""
    main = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{namespace}" {_OTHERS}><w:body>{body}<w:sectPr/></w:body></w:document>'
    return zipped(
        {
            "[Content_Types].xml": content_types({"word/document.xml": main_type}),
            "_rels/.rels": relationships({"rId1": ("officeDocument", "word/document.xml")}),
            "word/_rels/document.xml.rels": relationships({kind: (kind, f"{kind}.xml") for kind in parts}),
            "word/document.xml": main,
            **{f"word/{kind}.xml": part for kind, part in parts.items()},
        }
    )


def body_of(truth: Truth, tables: Tables, heading: Callable[[int, str], str] | None = None) -> str:
    """The report: title, preamble, six sections with their tables."""
    pieces = [text(truth.title), text(truth.preamble)]
    for number, title in SECTIONS.items():
        if number not in truth.sections:
            continue
        pieces += [heading(number, title) if heading else text(title), text(truth.sections[number])]
        if grid := grid_of(truth, number):
            pieces.append(tables(grid, number))
    return "".join([*pieces, text(truth.tail)])


def merged(truth: Truth) -> bytes:
    """Plain tables with merged cells."""
    return document(body_of(truth, lambda grid, _: table(grid)))


def strict(truth: Truth) -> bytes:
    """The same in the namespace of the ISO standard."""
    return document(body_of(truth, lambda grid, _: table(grid)), namespace=STRICT)


def merged_to_the_right(truth: Truth) -> bytes:
    """Cells merged by `w:hMerge`, as old files have them, and rows that begin and end beside the grid."""

    def draw(drawn: Drawn) -> str:
        first = replace(drawn, properties=re.sub("<w:gridSpan[^>]*>", "", drawn.properties))
        if drawn.cell.colspan == 1:
            return words.plain_cell(first)
        begun = replace(first, properties=first.properties + '<w:hMerge w:val="restart"/>')
        merge = re.sub("<w:gridSpan[^>]*>", "", drawn.properties)
        follower = f"<w:tc><w:tcPr>{merge}<w:hMerge/></w:tcPr><w:p/></w:tc>"
        return words.plain_cell(begun) + follower * (drawn.cell.colspan - 1)

    def wrap(cells: list[str], _: int) -> str:
        return f'<w:tr><w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>{"".join(cells)}</w:tr>'

    return document(body_of(truth, lambda grid, _: table(grid, draw, wrap)))


def split(truth: Truth) -> bytes:
    """Table 3 in two parts, as at the end of a page, with its header printed again."""

    def tables(grid: Grid, section: int) -> str:
        if section != 3:
            return table(grid)
        count, at = len(grid.rows), 13
        head = table(grid, rows=range(3)).removesuffix("</w:tbl>")
        rest = re.sub(r"^.*?</w:tblGrid>", "", table(grid, rows=range(at, count)))
        return table(grid, rows=range(at)) + paragraph() + head + rest

    return document(body_of(truth, tables))


def nested(truth: Truth) -> bytes:
    """Each table in a cell of a table that lays out the page."""

    def tables(grid: Grid, _: int) -> str:
        cell = f"<w:tc><w:tcPr/>{text('见下表')}{table(grid)}<w:p/></w:tc>"
        return f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p/></w:tc>{cell}</w:tr></w:tbl>"

    return document(body_of(truth, tables))


def in_boxes(truth: Truth) -> bytes:
    """Headings and tables in text boxes, each box written twice as Word does."""

    def heading(_: int, title: str) -> str:
        return paragraph(words.box(text(title)))

    return document(body_of(truth, lambda grid, _: paragraph(words.box(table(grid) + "<w:p/>")), heading))


def in_controls(truth: Truth) -> bytes:
    """Content controls around paragraphs, rows, cells and runs; empty ones show what is to be filled in."""

    def draw(drawn: Drawn) -> str:
        hint = words.control(run("单击此处输入文字99"), placeholder=True)
        inner = paragraph(words.control(run(drawn.cell.text)) if drawn.cell.text else hint)
        cell = f"<w:tc><w:tcPr>{drawn.properties}</w:tcPr>{inner if drawn.is_start else '<w:p/>'}</w:tc>"
        return words.control(cell)

    def wrap(cells: list[str], index: int) -> str:
        row = words.plain_row(cells, index)
        return words.control(row) if index % 2 else f"<w:customXml>{row}</w:customXml>"

    body = body_of(truth, lambda grid, _: words.control(table(grid, draw, wrap)))
    return document(words.control(paragraph(run("提示：请填写")), placeholder=True) + body)


def tracked(truth: Truth) -> bytes:
    """Each figure was changed and each table got a row and a cell that are deleted again, all changes still tracked."""

    def draw(drawn: Drawn) -> str:
        old = f'<w:tcPrChange {_CHANGE}><w:tcPr><w:gridSpan w:val="5"/><w:vMerge/></w:tcPr></w:tcPrChange>'
        figure = drawn.cell.text
        deleted = f"<w:del {_CHANGE}><w:r><w:delText>7{escape(figure)}</w:delText></w:r></w:del>"
        moved = f"<w:moveFrom {_CHANGE}>{run('8')}</w:moveFrom>"
        inserted = f"<w:ins {_CHANGE}>{run(figure[:1])}</w:ins><w:moveTo {_CHANGE}>{run(figure[1:])}</w:moveTo>"
        inner = paragraph(deleted, moved, inserted) if drawn.is_start else "<w:p/>"
        gone = (
            f"<w:tc><w:tcPr><w:cellDel {_CHANGE}/></w:tcPr>{paragraph(run('6'))}</w:tc>"
            if drawn.cell.colspan == 1
            else ""
        )
        return f"<w:tc><w:tcPr>{drawn.properties}{old}</w:tcPr>{inner}</w:tc>{gone}"

    def wrap(cells: list[str], _: int) -> str:
        row = "".join(cells)
        return f"<w:tr><w:trPr><w:ins {_CHANGE}/></w:trPr>{row}</w:tr><w:tr><w:trPr><w:del {_CHANGE}/></w:trPr>{row}</w:tr>"

    def heading(_: int, title: str) -> str:
        half = len(title) // 2
        mark = f"<w:rPr><w:del {_CHANGE}/></w:rPr>"
        return paragraph(run(title[:half]), properties=mark) + paragraph(run(title[half:]))

    return document(body_of(truth, lambda grid, _: table(grid, draw, wrap), heading))


def hidden(truth: Truth) -> bytes:
    """Hidden runs and rows, and field codes, stand beside the figures."""
    vanish = "<w:rPr><w:vanish/></w:rPr>"
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(LEFT) 9 </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

    def draw(drawn: Drawn) -> str:
        inner = paragraph(run("5", vanish), field, run(drawn.cell.text), end) if drawn.is_start else "<w:p/>"
        return f"<w:tc><w:tcPr>{drawn.properties}</w:tcPr>{inner}</w:tc>"

    def wrap(cells: list[str], index: int) -> str:
        row = words.plain_row(cells, index)
        return row + row.replace("<w:trPr>", "<w:trPr><w:hidden/>")

    return document(body_of(truth, lambda grid, _: table(grid, draw, wrap)))


_NUMBER = re.compile(r"^(?:[一二三四五六]、|（[一二三四五六七]）|[1-8]\.)")
_FORMATS = (("chineseCountingThousand", "%1、"), ("japaneseCounting", "（%2）"), ("decimal", "%3."))
_LISTS = 2


def numbered(truth: Truth) -> bytes:
    """Headings and labels carry automatic numbers: the text itself has none."""

    def draw(drawn: Drawn) -> str:
        level, rest = _numbered(drawn.cell)
        inner = paragraph(run(rest), properties=_number(2, level)) if drawn.is_start else "<w:p/>"
        return f"<w:tc><w:tcPr>{drawn.properties}</w:tcPr>{inner}</w:tc>"

    def tables(grid: Grid, section: int) -> str:
        return table(grid, draw if section == 3 else words.plain_cell)

    def heading(_: int, title: str) -> str:
        return text(_NUMBER.sub("", title), '<w:pStyle w:val="Heading1"/>')

    body = body_of(truth, tables, heading)
    return document(body, numbering=_numbering(), styles=_styles())


def _numbered(cell: GridCell) -> tuple[int | None, str]:
    found = _NUMBER.match(cell.text)
    if found is None:
        return None, cell.text
    level = 0 if "、" in found[0] else 1 if "）" in found[0] else 2
    return level, cell.text[found.end() :]


def _number(list_id: int, level: int | None) -> str:
    if level is None:
        return ""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{name}"/>'
        f"{'<w:pStyle w:val=' + chr(34) + 'Heading1' + chr(34) + '/>' if not index else ''}"
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{words_}"/></w:lvl>'
        for index, (name, words_) in enumerate(_FORMATS)
    )
    lists = range(1, _LISTS + 1)
    abstract = "".join(f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>' for number in lists)
    nums = "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in lists)
    return f'<w:numbering xmlns:w="{TRANSITIONAL}">{abstract}{nums}</w:numbering>'


def _styles() -> str:
    return (
        f'<w:styles xmlns:w="{TRANSITIONAL}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>'
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:basedOn w:val="Base"/></w:style></w:styles>'
    )


STRUCTURES: dict[str, Callable[[Truth], bytes]] = {
    "merged": merged,
    "strict": strict,
    "merged to the right": merged_to_the_right,
    "split at a page": split,
    "nested": nested,
    "in text boxes": in_boxes,
    "in content controls": in_controls,
    "tracked changes": tracked,
    "hidden text": hidden,
    "automatic numbers": numbered,
}


def report(truth: Truth, structure: str) -> bytes:
    """A Word document of the report; KeyError for an unknown structure."""
    return STRUCTURES[structure](truth)
