"""Makes Word documents and workbooks from a truth, in the structures that real ones have.

Like `tests.making` it imports nothing of the project.
"""

from __future__ import annotations

from .docx import STRUCTURES, document, report
from .package import zipped
from .xlsx import WORKBOOKS, workbook

__all__ = ["STRUCTURES", "WORKBOOKS", "document", "report", "workbook", "zipped"]
