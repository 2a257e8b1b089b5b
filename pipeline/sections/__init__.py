"""The second stage: the six sections of a report and what it says of itself."""

from .detect import detect_sections

__all__ = ["detect_sections"]
