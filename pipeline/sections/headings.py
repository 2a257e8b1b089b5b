"""Finds the lines that are a section's heading: a table's own rows are numbered like sections, so titles decide."""

import itertools
import re
import unicodedata

import msgspec

from pipeline.characters import letters
from pipeline.form import Section

from .titles import ENDINGS, NUMERALS, SPACED_TITLE, begins_a_title, section_meant, section_titled

_MOST_LINES = 20_000  # that are looked at closely; a real report has some sixty
_LONGEST_START = 400  # characters of a line in which the heading at its beginning must stand
_LEAST_BETWEEN = 12  # letters between two headings on one line; with less it is a list of titles
_JUNK = r"[ \t　|#*?？>·•◆■▪《【“\"]*"
_EDGES = ' \t\u3000|*#》”"'
_MAYBE = re.compile(rf"^(?:{_JUNK}[（(第]?[{NUMERALS}⼀⼆][^\n]*|[^\n]*?(?:{ENDINGS})[^\n]*)\n?", re.MULTILINE)
_START = re.compile(_JUNK)
_NUMERAL = re.compile(
    r"第\s*(?P<part>[一二三四五六七八九十⼀⼆]+)\s*部分\s*[、.．,，:：]?\s*"
    r"|(?P<plain>[一二三四五六七八九十⼀⼆]+)\s*[、.．,，:：)）]?[、.．]?\s*"
    r"|[（(]\s*(?P<bracketed>[一二三四五六七八九十]+)\s*[)）]\s*[、.．]?\s*|(?P<digits>\d{1,2})\s*[、.．]\s*"
)
_MARKED = re.compile(r"[、.．,，:：)）\s]|部分")
_CELL_ENDS = re.compile(r"[|\t]")
_BEGINS_WITH_TITLE = re.compile(SPACED_TITLE)
# What may follow a title on its line: a mark, a bracket, or a word with which a sentence begins.
_TEXT_FOLLOWS = re.compile(rf"(?P<title>{SPACED_TITLE})\s*(?:[:：。]\s*|(?=[\s(（\d本我全])\s*)(?=\S)")
# Without the section's own numeral, only a colon, or a space behind a title too long for a sentence to begin so.
_TEXT_PARTED = re.compile(rf"(?P<title>{SPACED_TITLE})(?:\s*[:：]\s*|(?<=\S{{8}})[ \t\u3000]+)(?=[^\s|])")
# The dots to a page number make a line an entry of a table of contents.
_ENTRY = re.compile(r"[.…·．。_—-]{3,}\s*\d{1,3}\s*$|…\s*\d{1,3}\s*$")
_INLINE = re.compile(
    rf"(?P<numeral>[{NUMERALS}])(?<=[\s。;；|!！?？)）告].)\s*[、.．]\s*(?P<title>{SPACED_TITLE})(?=[\s:：。|(（]|$)"
)
_NEXT_LINE = re.compile(r"\s*([^\n]{1,60})\n?")


class Heading(msgspec.Struct, frozen=True):
    """A section's title where it stands: its line from `line`, its words from `start`, the text after it from `body`.

    `strength` says how surely: 2 with the section's own numeral, 1 without it or in other words, 0 numbered as a part.
    """

    section: Section
    words: str
    line: int
    start: int
    body: int
    strength: int


class _Line(msgspec.Struct, frozen=True):
    """The beginning of a line, from place `at` to `end` of the text, taken apart.

    `number` is what its numeral writes (0 for one that no section has), `plain` says that the numeral is neither
    bracketed nor of digits, `marked` that something parts it from `rest`; `words` and `rest` begin at these indexes.
    """

    at: int
    end: int
    content: str
    words: int
    rest: int
    number: int | None
    plain: bool
    marked: bool


def find_headings(text: str) -> list[Heading]:
    """Return every line that is the title of a section, in reading order; the time is linear in the text."""
    found: list[Heading] = []
    for match in itertools.islice(_MAYBE.finditer(text), _MOST_LINES):
        content, at = match.group(), match.start()
        line = _taken_apart(content, at)
        heading = None if _ENTRY.search(line.content) else _heading_on(line, text)
        here = [heading] if heading else []
        here += _inline(content, at, heading.body if heading else at)
        found += _without_lists(text, here) if len(here) > 1 else here
    return found


def _heading_on(line: _Line, text: str) -> Heading | None:
    return _whole(line) or _with_text(line) or _wrapped(line, text) or _loose(line)


def _taken_apart(content: str, at: int) -> _Line:
    line = content[:_LONGEST_START].rstrip("\n")
    start = _START.match(line)
    words = start.end() if start else 0
    numeral = _NUMERAL.match(line, words)
    if numeral is None:
        return _Line(at, at + len(content), line, words, words, None, plain=False, marked=False)
    plain = (numeral["part"] or numeral["plain"]) is not None
    marked = _MARKED.search(numeral.group()) is not None
    return _Line(at, at + len(content), line, words, numeral.end(), _number(numeral), plain, marked)


def _number(numeral: re.Match[str]) -> int:
    written = unicodedata.normalize("NFKC", numeral[numeral.lastgroup or 0])
    if written.isdecimal():
        return int(written)
    return NUMERALS.find(written) + 1 if len(written) == 1 else 0


def _whole(line: _Line) -> Heading | None:
    """A line, or the first cell of a numbered row, that is a title and nothing else."""
    rest = line.content[line.rest :]
    cell = _CELL_ENDS.split(rest, maxsplit=1)[0]
    section = section_titled(cell)
    if section is None or not _fits(line, section):
        return None
    end = line.rest + len(cell)
    if letters(rest) == letters(cell):
        return _heading(line, section, end, line.end)
    return _heading(line, section, end, line.at + end) if line.number is not None else None


def _fits(line: _Line, section: Section) -> bool:
    """(一) and 1. number the parts of a section too, so they must fit the title; so must a numeral without a mark."""
    return line.number is None or (line.plain and line.marked) or line.number == section.number


def _with_text(line: _Line) -> Heading | None:
    """A title with its text on the same line: `六、其他需要报告的事项:本年度未收取…`."""
    rest = line.content[line.rest :]
    if not _BEGINS_WITH_TITLE.match(rest):
        return None
    for pattern in (_TEXT_FOLLOWS, _TEXT_PARTED):
        found = pattern.match(rest)
        section = section_titled(found["title"]) if found else None
        if found is None or section is None or letters(rest[found.end() :]).isdecimal():
            continue  # digits alone are a page number: an entry of a table of contents
        if _is_own(line, section) if pattern is _TEXT_FOLLOWS else _fits(line, section):
            return _heading(line, section, line.rest + found.end("title"), line.at + line.rest + found.end())
    return None


def _is_own(line: _Line, section: Section) -> bool:
    return line.plain and line.marked and line.number == section.number


def _wrapped(line: _Line, text: str) -> Heading | None:
    """A numbered title that goes on, or stands whole, on the next line."""
    rest = line.content[line.rest :]
    following = _NEXT_LINE.match(text, line.end) if begins_a_title(rest) else None
    section = section_titled(rest + following[1]) if following else None
    if following is None or section is None or not line.marked or line.number != section.number:
        return None
    start = line.at + line.words
    return Heading(
        section, text[start : following.end(1)].rstrip(_EDGES), line.at, start, following.end(), 2 * line.plain
    )


def _loose(line: _Line) -> Heading | None:
    """A line in other words than the form's, that can be nothing but the section whose numeral it has."""
    if not line.plain or not line.marked or line.number not in range(1, 7):
        return None
    rest = line.content[line.rest :].strip(_EDGES)
    section = section_meant(rest, line.number or 0)
    return _heading(line, section, len(line.content), line.end, sure=False) if section else None


def _heading(line: _Line, section: Section, end: int, body: int, *, sure: bool = True) -> Heading:
    """The heading of a line whose title ends at index `end`."""
    strength = 1 if line.number is None else 2 if line.plain and line.number == section.number else int(line.plain)
    words = line.content[line.words : end].rstrip(_EDGES)
    return Heading(section, words, line.at, line.at + line.words, body, strength if sure else 1)


def _inline(content: str, at: int, begin: int) -> list[Heading]:
    """Numbered titles behind other text of their line, from place `begin` on."""
    headings = []
    for found in _INLINE.finditer(content, min(begin - at, len(content))):
        section = section_titled(found["title"])
        if section is not None and NUMERALS[section.number - 1] == found["numeral"]:
            start = at + found.start()
            headings.append(Heading(section, found.group(), start, start, at + found.end(), 1))
    return headings


def _without_lists(text: str, headings: list[Heading]) -> list[Heading]:
    """The headings of one line, or none where they follow each other closely: a sentence or a menu names them all."""
    close = (len(letters(text[a.body : b.line])) < _LEAST_BETWEEN for a, b in itertools.pairwise(headings))
    return [] if any(close) else headings
