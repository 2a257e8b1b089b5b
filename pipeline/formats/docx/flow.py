"""Where the walk through a document stands: the flow of blocks, and in it the open paragraph and the open tables."""

from .paragraph import Block, Paragraph
from .table import Cell, Table


class Flow:
    """A flow of blocks, the body's or a text box's, with the paragraph and the tables that are open in it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.paragraph: Paragraph | None = None
        self.carried: Paragraph | None = None  # a paragraph without a mark: the next one goes on with it
        self.in_run = False
        self.run_hidden = False

    @property
    def table(self) -> Table | None:
        """The innermost open table."""
        return self.tables[-1] if self.tables else None

    @property
    def cell(self) -> Cell | None:
        """The open cell of the innermost open table."""
        return self.tables[-1].cell if self.tables else None

    @property
    def is_deleted(self) -> bool:
        """Whether the open row or cell is deleted or hidden."""
        table, cell = self.table, self.cell
        return (table is not None and table.row_deleted) or (cell is not None and cell.deleted)

    def add(self, block: Block) -> None:
        """Add a block: a line to the open cell, if there is one; a grid in a cell makes the table around it layout."""
        if not isinstance(block, str):
            self.turn_table_into_layout()
        elif self.cell is not None and self.table is not None and not self.table.is_layout:
            self.cell.lines.append(block)
            return
        self.blocks.append(block)

    def turn_table_into_layout(self) -> None:
        """Make the open table one that holds others; those around it are so already."""
        if self.table is not None and not self.table.is_layout:
            self.blocks.extend(self.table.turn_into_layout())


class Walk:
    """The innermost open flow and those around it, and what keeps text from being shown."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.outer: list[Flow] = []  # those that wait for the end of a text box
        self.placeholders = 0  # open content controls that show what is to be filled in
        self.shown = 0  # how much was written so far, in no unit
        self.in_properties = False  # of a paragraph

    def write(self, words: str) -> None:
        """Add words to the open paragraph if a reader sees them."""
        flow, paragraph = self.flow, self.flow.paragraph
        if paragraph is None or flow.run_hidden or self.placeholders or paragraph.in_field_code:
            return
        paragraph.pieces.append(words)
        self.shown += 1
