"""Readers of file formats: the format is told by content, never by name, and each reader returns one `Document`."""

from .detect import read_document

__all__ = ["read_document"]
