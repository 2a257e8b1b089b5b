"""Results as files for other programs: five tables in four formats, streamed with flat memory."""

from .export import export
from .formats import FORMATS, FormatName
from .tables import TABLES, TableName

__all__ = ["FORMATS", "TABLES", "FormatName", "TableName", "export"]
