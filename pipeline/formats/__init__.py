"""Readers of file formats: the format is told by content, never by name, and each reader returns one `Document`."""

from .detect import read_document
from .office import Conversion, Converter, without_libreoffice

__all__ = ["Conversion", "Converter", "read_document", "without_libreoffice"]
