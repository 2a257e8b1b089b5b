"""Results as files for other programs: five tables in four formats, streamed with flat memory."""

from .formats import FORMATS, FormatName
from .streaming import export
from .tables import TABLES, TableName

__all__ = ["FORMATS", "TABLES", "FormatName", "TableName", "export"]
