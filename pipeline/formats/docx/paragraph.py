"""One paragraph while it is read: the text that a reader sees, and what stands in boxes that are anchored in it."""

from pipeline.characters import clean
from pipeline.formats.writer import PlacedCell

Block = str | list[PlacedCell]
"""What a document consists of: a line of text, or the cells of a grid."""


class Paragraph:
    """Visible text, the state of its fields, and its numbering."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.before: list[Block] = []
        self.after: list[Block] = []
        self.style: str | None = None
        self.list_id: str | None = None
        self.level: int | None = None
        self.is_joined_to_next = False  # its mark is deleted or hidden
        self.text_hidden = False  # what its style says
        self._fields: list[bool] = []  # of each open field, whether its result was reached
        self._codes = 0

    def go_on(self) -> None:
        """Take the text into the next paragraph, which has properties of its own."""
        self.style = self.list_id = self.level = None
        self.is_joined_to_next = self.text_hidden = False

    def field(self, mark: str | None) -> None:
        """Note the begin, separate or end of a field."""
        if mark == "begin":
            self._fields.append(False)
            self._codes += 1
        elif self._fields and mark == "separate":
            self._codes -= not self._fields[-1]
            self._fields[-1] = True
        elif self._fields and mark == "end":
            self._codes -= not self._fields.pop()

    @property
    def in_field_code(self) -> bool:
        """Whether what is read is the result of a field inside the code of another: Word computes with it."""
        return self._codes > 0 and self._fields[-1]

    def anchor(self, blocks: list[Block]) -> None:
        """Put what a box holds before the text if it is all lines and the text has not begun, else after it."""
        lines_only = all(isinstance(block, str) for block in blocks)
        (self.before if lines_only and not self.pieces else self.after).extend(blocks)

    def lines(self, label: str) -> list[str]:
        """Return the lines of the paragraph, the first one after its automatic number."""
        text = clean("".join(self.pieces))
        if label:
            text = label + (" " if text[:1].isdigit() or label[-1:].isalnum() else "") + text.lstrip()
        return [line for line in text.split("\n") if line.strip()]
