"""Reads Word documents: DOCX, DOCM, DOTX, DOTM, transitional or strict."""

from .read import read

__all__ = ["read"]
