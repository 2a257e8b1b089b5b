"""Reads Excel workbooks: XLSX, XLSM, XLTX, XLTM, transitional or strict."""

from .read import read

__all__ = ["read"]
