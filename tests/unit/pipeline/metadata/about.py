"""One report with other words around it, and what it then says of itself."""

from pipeline.formats import read_document
from pipeline.outline import Outline
from pipeline.sections import detect_sections
from tests.unit.pipeline.made import SMALL, small

UNNAMED = "2023年政府信息公开工作年度报告"


def outline(top: str, tail: str = "", section_1: str | None = None) -> Outline:
    """The outline of the small report with `top` in its title's place and `tail` below it."""
    return detect_sections(read_document((small(section_1).replace(SMALL.title, top) + tail).encode()))
