"""The store of submitted bytes, addressed by their SHA-256, and the spool through which they come."""

from .base import FileStore
from .errors import (
    FileCorrupt,
    FileMissing,
    FileOfStoreError,
    FileStoreError,
    FileStoreFull,
    FileStoreUnavailable,
)
from .local import LocalFiles
from .spool import Spool, Spooled, Spooling

__all__ = [
    "FileCorrupt",
    "FileMissing",
    "FileOfStoreError",
    "FileStore",
    "FileStoreError",
    "FileStoreFull",
    "FileStoreUnavailable",
    "LocalFiles",
    "Spool",
    "Spooled",
    "Spooling",
]
