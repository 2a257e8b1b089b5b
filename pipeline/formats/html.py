"""Web pages: blocks become lines; each innermost table becomes a grid, written into the text as one pipe row per row."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.characters import clean
from pipeline.document import Document, Grid, GridCell, Span
from pipeline.errors import FormatUnknown

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.IGNORECASE)
_META_WINDOW = 8192
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
_MOST_COLUMNS = 64  # no official table has more than 17; a larger span is a mistake or an attack
_MOST_ROWS = 4096
_NESTING = re.compile(r"<(/?)(?:div|section|article|center|blockquote|ul|ol|dl|table)\b", re.IGNORECASE)
_MOST_DEPTH = 10_000


def declared_charset(data: bytes) -> str | None:
    """Return the charset that the page declares in a meta element, if any."""
    found = _META.search(data[:_META_WINDOW])
    return found.group(1).decode("ascii") if found else None


def read(markup: str, encoding: str) -> Document:
    """Return the document of a web page.

    Spans are resolved as browsers do. A table that holds another one lays out the page: its cells are blocks.
    Raises `FormatUnknown` where blocks nest so deeply that no person made the page.
    """
    if _depth(markup) > _MOST_DEPTH:
        raise FormatUnknown(seen=f"HTML nested over {_MOST_DEPTH} deep")
    page = LexborHTMLParser(clean(markup))
    writer = _Writer(_data_tables(page))
    if page.root is not None:
        writer.write(page.root)
    text, grids = writer.finished()
    return Document(text=text, media_type="text/html", encoding=encoding, grids=grids)


def _depth(markup: str) -> int:
    """How deep blocks nest: the parser's time grows with the square of it."""
    depth = deepest = 0
    for found in _NESTING.finditer(markup):
        depth = max(0, depth - 1) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _data_tables(page: LexborHTMLParser) -> frozenset[int]:
    """The ids of the tables that hold no other table."""
    tables = {table.mem_id: table for table in page.css("table")}
    layout: set[int] = set()
    for table in tables.values():
        above = table.parent
        while above is not None and above.mem_id not in tables:
            above = above.parent
        if above is not None:
            layout.add(above.mem_id)
    return frozenset(tables.keys() - layout)


def _pieces(root: LexborNode, whole: frozenset[int] = frozenset()) -> Iterator[str | LexborNode | None]:
    """Walk below `root` in reading order: text, None for each line break, and the nodes of `whole` unopened.

    There is no recursion, since pages may nest without limit.
    """
    stack: list[LexborNode | None] = [root]
    while stack:
        node = stack.pop()
        if node is None:
            yield None
        elif node.is_text_node:
            yield _SPACES.sub(" ", node.text_content or "")
        elif node.tag == "br":
            yield None
        elif node.mem_id in whole:
            yield node
        elif node.tag is not None and node.tag not in _NO_TEXT and not node.tag.startswith(("-", "!")):
            if node.tag in _BLOCKS:
                yield None
                stack.append(None)
            stack.extend(reversed(list(node.iter(include_text=True))))


class _Writer:
    """Writes the text of a page piece by piece and keeps the places of its grids."""

    def __init__(self, data_tables: frozenset[int]) -> None:
        self._data_tables = data_tables
        self._pieces: list[str] = []
        self._length = 0
        self._line_has_text = False
        self._grids: list[Grid] = []

    def write(self, root: LexborNode) -> None:
        """Write everything below `root`."""
        for piece in _pieces(root, whole=self._data_tables):
            if piece is None:
                self._break_line()
            elif isinstance(piece, str):
                self._add_inline(piece)
            else:
                self._add_grid(piece)

    def finished(self) -> tuple[str, tuple[Grid, ...]]:
        """Return the whole text and its grids."""
        self._break_line()
        return "".join(self._pieces), tuple(self._grids)

    def _add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def _add_inline(self, piece: str) -> None:
        if not self._line_has_text:
            piece = piece.lstrip()
        if piece:
            self._add(piece)
            self._line_has_text = True

    def _break_line(self) -> None:
        if self._line_has_text:
            self._add("\n")
            self._line_has_text = False

    def _add_grid(self, table: LexborNode) -> None:
        self._break_line()
        start = self._length
        cells: list[GridCell] = []
        for row, column, row_span, column_span, content, starts_row in _placed_cells(table):
            if starts_row:
                self._add("\n| " if self._length > start else "| ")
            at = Span(self._length, self._length + len(content))
            self._add(f"{content} | ")
            cells.append(GridCell(row, column, row_span, column_span, at))
        if cells:
            self._add("\n")
            self._grids.append(Grid(Span(start, self._length), tuple(cells)))


def _placed_cells(table: LexborNode) -> Iterator[tuple[int, int, int, int, str, bool]]:
    """Each cell of a table with its row, column, spans and text, as the HTML standard lays them out."""
    rows = table.css("tr")[:_MOST_ROWS]
    taken: dict[int, int] = {}  # column → the first row below the span that covers it
    for row, element in enumerate(rows):
        column, starts_row = 0, True
        for cell in element.iter():
            if cell.tag not in {"td", "th"}:
                continue
            while taken.get(column, 0) > row:
                column += 1
            column_span = min(_span(cell, "colspan"), max(1, _MOST_COLUMNS - column))
            row_span = min(_span(cell, "rowspan") or len(rows), len(rows) - row)
            if column < _MOST_COLUMNS:  # further cells are kept in reading order, their places mean nothing
                taken.update(dict.fromkeys(range(column, column + max(1, column_span)), row + max(1, row_span)))
            yield row, column, max(1, row_span), max(1, column_span), _cell_text(cell), starts_row
            column, starts_row = column + max(1, column_span), False


def _span(cell: LexborNode, name: str) -> int:
    written = (cell.attributes.get(name) or "1").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 6 else 1


def _cell_text(cell: LexborNode) -> str:
    """The cell's words on one line: inline pieces run on, line breaks part words; a pipe would end the cell."""
    written = "".join(piece if isinstance(piece, str) else " " for piece in _pieces(cell))
    return _SPACES.sub(" ", written).replace("|", "｜").strip()
