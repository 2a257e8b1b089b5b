"""Reads Word documents: DOCX, DOCM, DOTX, DOTM, transitional or strict."""

from .read import read, recognises

__all__ = ["read", "recognises"]
