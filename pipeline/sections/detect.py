"""From a document to its outline: headings, their order, where the report ends, and what it says of itself."""

from pipeline.characters import folded
from pipeline.document import Document
from pipeline.errors import NotAReport
from pipeline.metadata import read_metadata
from pipeline.outline import FoundSection, Outline

from .ends import report_end
from .headings import Heading, find_headings
from .order import following, in_order, repeated, without_contents

_LEAST_CHARACTERS = 200
_ENOUGH = 1_000  # characters in which that many stand as they are typed, but for very blank texts


def detect_sections(document: Document) -> Outline:
    """Return the outline of a report.

    Raises `NotAReport` (rule P-005) if no section is found or the text has under 200 characters.
    """
    text = document.text
    if len("".join(text[:_ENOUGH].split())) < _LEAST_CHARACTERS and len(folded(text)) < _LEAST_CHARACTERS:
        raise NotAReport(zh=f"不足 {_LEAST_CHARACTERS} 字", en=f"under {_LEAST_CHARACTERS} characters")
    headings = without_contents(find_headings(text), text)
    chosen = in_order(headings, len(text))
    if not chosen:
        raise NotAReport(zh="没有任何一个部分的标题", en="no section heading")
    copy = following(headings, chosen[-1])
    last = report_end(text, chosen[-1].body, copy.line if copy else len(text))
    ends = [*(heading.line for heading in chosen[1:]), last]
    sections = tuple(_found(heading, end) for heading, end in zip(chosen, ends, strict=True))
    meta = read_metadata(text, sections)
    return Outline(
        title=meta.title,
        agency=meta.agency,
        level=meta.level,
        area=meta.area,
        year=meta.year,
        period=meta.period,
        published_on=meta.published_on,
        sections=sections,
        repeated=tuple(_found(heading, end) for heading, end in repeated(headings, chosen, text)),
        length=len(text),
    )


def _found(heading: Heading, end: int) -> FoundSection:
    section = heading.section
    return FoundSection(section.number, section.key, heading.words, heading.start, heading.body, max(end, heading.body))
