"""PDF files: characters and ruling lines come from PDFium, rows and columns from the geometry here."""

from .read import read

__all__ = ["read"]
