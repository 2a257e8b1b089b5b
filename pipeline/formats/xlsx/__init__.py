"""Reads Excel workbooks: XLSX, XLSM, XLTX, XLTM, transitional or strict."""

from .read import read, recognises

__all__ = ["read", "recognises"]
