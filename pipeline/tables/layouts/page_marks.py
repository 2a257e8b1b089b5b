"""Page numbers that stand between the rows of a table when it was taken from pages."""

import re

_PAGE_MARK = re.compile(
    r"[-—–―─－]{1,2}\s*[1-9]\d{0,2}\s*[-—–―─－]{1,2}|[Pp](?:age)?\s*[.．]?\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?"
    r"|第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3}"
)
_LONGEST = 30


def is_page_mark(words: str) -> bool:
    """Whether `words` are a page's number as no figure is written: `- 4 -`, `P. 9`, `第3页`, `4 / 12`."""
    return len(words) <= _LONGEST and not words.isdecimal() and _PAGE_MARK.fullmatch(words) is not None
