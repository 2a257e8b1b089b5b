"""Web pages: blocks become lines; each innermost table becomes a grid, written into the text as one pipe row per row."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.document import Document

from .encoding import decoded, marked_utf16, unmarked_utf16
from .page_work import check_work
from .parted import begins_with_title, is_title, parted
from .writer import MOST_COLUMNS, MOST_ROWS, DocumentWriter, PlacedCell

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.IGNORECASE)
_META_WINDOW = 8192
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div|p|span|meta)\b", re.IGNORECASE)
_MARKUP_WINDOW = 65_536
_NO_TEXT = frozenset([
    "head", "script", "style", "noscript", "template", "iframe", "object", "svg", "select", "textarea", "nav",
    "footer",
])  # fmt: skip
_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset",
    "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p",
    "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
])  # fmt: skip
_SPACES = re.compile(r"\s+")
_MEDIA_TYPE = "text/html"
_HIDDEN = re.compile(r"(?:^|;)\s*display\s*:\s*none", re.IGNORECASE)
_LONG_CELL = 400  # the official table's longest cell has 160 characters
_LEAST_PARAGRAPHS = 3
_LEAST_COLUMNS = 3
_MOST_ROWS_BESIDE_PROSE = 4  # of an index number, a date and the like; the tables of a report have over thirty rows


def declared_charset(data: bytes) -> str | None:
    """Return the charset that the page declares in a meta element, if any."""
    found = _META.search(data[:_META_WINDOW])
    return found.group(1).decode("ascii") if found else None


def recognises(data: bytes) -> bool:
    """Whether elements of a web page stand near the beginning."""
    return _MARKUP.search(_as_ascii(data[:_MARKUP_WINDOW])) is not None


def _as_ascii(sample: bytes) -> bytes:
    """The characters of UTF-16 that are ASCII too; any other sample as it is."""
    wide = marked_utf16(sample) or unmarked_utf16(sample)
    return sample.decode(wide, errors="ignore").encode("ascii", errors="replace") if wide else sample


def read(data: bytes) -> Document:
    """Return the document of a web page; raises `EncodingUnknown` and what `read_markup` raises."""
    found = decoded(data, declared_charset(data))
    return read_markup(found.text, found.encoding)


def read_markup(markup: str, encoding: str) -> Document:
    """Return the document of a web page.

    Spans are resolved as browsers do. A table that holds another one, or prose, lays out the page: its cells are blocks.
    What is hidden is not read, unless the report is: some pages show it by a script. Raises `FormatTooComplex` where
    elements nest so deeply that no person made the page.
    """
    check_work(markup)
    page = LexborHTMLParser(markup)
    hidden = _hidden(page)
    document = _written(page, hidden, encoding)
    if hidden and not any(is_title(line) for line in document.text.splitlines()):
        return _written(page, frozenset(), encoding)
    return document


def _written(page: LexborHTMLParser, hidden: frozenset[int], encoding: str) -> Document:
    """The document of a page, without the nodes whose ids are `hidden`."""
    writer = DocumentWriter()
    whole = _data_tables(page, hidden)
    for piece in _pieces(page.root, hidden, whole) if page.root is not None else ():
        if piece is None:
            writer.break_line()
        elif isinstance(piece, str):
            writer.inline(piece)
        else:
            _write_table(writer, list(_placed_cells(piece, hidden)))
    return writer.document(media_type=_MEDIA_TYPE, encoding=encoding)


def _write_table(writer: DocumentWriter, cells: list[PlacedCell]) -> None:
    """Write a grid, or the lines and grids of a table that holds a report: some of its rows are titles of sections."""
    holds_report = any(cell.column == 0 and begins_with_title(cell.text) for cell in cells)
    for piece in parted(cells) if holds_report else [cells]:
        if isinstance(piece, str):
            writer.line(piece)
        else:
            writer.grid(piece)


def _hidden(page: LexborHTMLParser) -> frozenset[int]:
    """The ids of the elements that say of themselves that they are not shown."""
    candidates = page.css('[hidden], [style*="display" i]')
    return frozenset(
        node.mem_id
        for node in candidates
        if "hidden" in node.attributes or _HIDDEN.search(node.attributes["style"] or "") is not None
    )


def _data_tables(page: LexborHTMLParser, hidden: frozenset[int]) -> frozenset[int]:
    """The ids of the tables that hold no other table and no prose."""
    tables = {table.mem_id: table for table in page.css("table")}
    layout: set[int] = set()
    for table in tables.values():
        above = table.parent
        while above is not None and above.mem_id not in tables:
            above = above.parent
        if above is not None:
            layout.add(above.mem_id)
    return frozenset(
        number for number, table in tables.items() if number not in layout and not _lays_out_prose(table, hidden)
    )


def _lays_out_prose(table: LexborNode, hidden: frozenset[int]) -> bool:
    """Whether a table holds prose, and beside it no rows of figures."""
    if not any(_is_prose(cell, hidden) for cell in table.css("td, th")):
        return False
    return sum(len(row.css("td, th")) >= _LEAST_COLUMNS for row in table.css("tr")) <= _MOST_ROWS_BESIDE_PROSE


def _is_prose(cell: LexborNode, hidden: frozenset[int]) -> bool:
    """Whether a cell holds paragraphs, and so many words as no cell of a table does."""
    if len(cell.text()) <= _LONG_CELL:
        return False
    paragraphs = [words for line in _cell_text(cell, hidden).split("\n") if (words := line.strip())]
    return len(paragraphs) >= _LEAST_PARAGRAPHS and sum(map(len, paragraphs)) > _LONG_CELL


def _pieces(
    root: LexborNode, hidden: frozenset[int], whole: frozenset[int] = frozenset()
) -> Iterator[str | LexborNode | None]:
    """Walk below `root` in reading order: text, None for each line break, and the nodes of `whole` unopened.

    The nodes of `hidden` are passed by. There is no recursion, since pages may nest without limit.
    """
    stack: list[LexborNode | None] = [root]
    while stack:
        node = stack.pop()
        if node is not None and node is not root and (following := node.next) is not None:
            stack.append(following)
        if node is None:
            yield None
        elif node.is_text_node:
            yield _SPACES.sub(" ", node.text_content or "")
        elif (tag := node.tag) == "br":
            yield None
        elif node.mem_id in hidden:
            continue
        elif node.mem_id in whole:
            yield node
        elif _holds_text(tag):
            if tag in _BLOCKS:
                yield None
                stack.append(None)
            if (child := node.first_child) is not None:
                stack.append(child)


@lru_cache(maxsize=256)
def _holds_text(tag: str | None) -> bool:
    return tag is not None and tag not in _NO_TEXT and not tag.startswith(("-", "!"))


def _placed_cells(table: LexborNode, hidden: frozenset[int]) -> Iterator[PlacedCell]:
    """Each cell of a table in its place, as the HTML standard lays them out."""
    rows = [row for row in table.css("tr") if row.mem_id not in hidden][:MOST_ROWS]
    taken: dict[int, int] = {}  # column → the first row below the span that covers it
    for row, element in enumerate(rows):
        column = 0
        for cell in element.iter():
            if cell.tag not in {"td", "th"} or cell.mem_id in hidden:
                continue
            while taken.get(column, 0) > row:
                column += 1
            attributes = cell.attributes
            column_span = max(1, min(_span(attributes, "colspan"), MOST_COLUMNS - column))
            row_span = max(1, min(_span(attributes, "rowspan") or len(rows), len(rows) - row))
            if column < MOST_COLUMNS:  # further cells are kept in reading order, their places mean nothing
                taken.update(dict.fromkeys(range(column, column + column_span), row + row_span))
            yield PlacedCell(row, column, row_span, column_span, _cell_text(cell, hidden))
            column += column_span


def _span(attributes: Mapping[str, str | None], name: str) -> int:
    if name not in attributes:
        return 1
    written = (attributes[name] or "1").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 6 else 1


def _cell_text(cell: LexborNode, hidden: frozenset[int]) -> str:
    """The cell's words: inline pieces run on, each end of a block begins a line."""
    node, blocks = cell, 0
    while not node.is_text_node:  # nearly all cells hold one text, in however many elements
        tag, child = node.tag, node.first_child
        if child is None or child.next is not None or node.mem_id in hidden or not _holds_text(tag):
            return "".join(["\n" if piece is None else str(piece) for piece in _pieces(cell, hidden)])
        blocks += tag in _BLOCKS
        node = child
    breaks = "\n" * blocks
    return f"{breaks}{_SPACES.sub(' ', node.text_content or '')}{breaks}"
