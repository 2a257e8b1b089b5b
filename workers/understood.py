"""What the stages have made of one report so far, as values."""

from typing import NamedTuple

from pipeline.document import Document
from pipeline.outline import Outline
from pipeline.tables import Reading


class Understood(NamedTuple):
    """One report; what its next stage does not need may be left out."""

    document: Document
    outline: Outline | None = None
    reading: Reading | None = None

    def outlined(self) -> tuple[Document, Outline]:
        """What `parse_tables` needs; a LookupError says that the report's rows are damaged."""
        if self.outline is None:
            raise LookupError("the report's outline is not in the database; send it through again from the start")
        return self.document, self.outline

    def read(self) -> tuple[Document, Outline, Reading]:
        """What `check_consistency` needs; a LookupError as above."""
        if self.reading is None:
            raise LookupError("the report's figures are not in the database; send it through again from the start")
        return *self.outlined(), self.reading
