"""Web archives (MHTML), as browsers, Word and WPS save a page into one file: the pages among its parts are read as one.

Parts are told by the lines that begin them and not by the boundaries that the header announces, which are often wrong;
so nesting needs no recursion, and a part is found wherever it lies.
"""

import binascii
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from pipeline.document import Document
from pipeline.errors import FormatDamaged, FormatTooComplex

from . import html
from .encoding import decoded

_HEAD_WINDOW = 32_768
_FIRST_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,64}[A-Za-z][A-Za-z-]{0,40}:")
_ARCHIVE = re.compile(rb"^Content-Type:\s*(?:multipart/|text/html\b)", re.IGNORECASE | re.MULTILINE)
_VERSION = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_PART = re.compile(
    rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?:[ \t]*\r?\n)?(?=Content-[A-Za-z-]{2,30}:)", re.IGNORECASE | re.MULTILINE
)
_HEAD_END = re.compile(rb"\n[ \t]*\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_FRAMES = re.compile(rb"<(?:\0?f\0?r\0?a\0?m\0?e\0?s\0?e\0?t)\b", re.IGNORECASE)
_TABLE = re.compile(rb"<\0?t\0?a\0?b\0?l\0?e\b", re.IGNORECASE)
_QUOTED_MARKUP = re.compile(rb"=3D[\"']|(?:=[89A-F][0-9A-F]){4}")
_TITLE = re.compile(r"<title\b[^>]{0,200}>[^<]{0,1000}</title\s*>", re.IGNORECASE)  # text, behind the first page's end
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_MOST_PARTS = 5_000  # a saved portal page has some hundreds of pictures and styles
_MOST_PAGES = 200
_MOST_BOUNDARIES = 64
_MEDIA_TYPE = "multipart/related"


class Page(msgspec.Struct, frozen=True):
    """One page of an archive: its bytes, transfer encoding undone, and what its header says of it."""

    data: bytes
    charset: str | None
    content_id: str


def recognises(data: bytes) -> bool:
    """Whether `data` begins with the header of a MIME message that can hold a page."""
    head = data[:_HEAD_WINDOW]
    if not _FIRST_HEADER.match(head):
        return False
    end = _HEAD_END.search(head.lstrip())
    head = head.lstrip()[: end.end()] if end else head
    return _ARCHIVE.search(head) is not None and (_VERSION.search(head) is not None or b"boundary=" in head.lower())


def read(data: bytes) -> Document:
    """Return the document of all pages of an archive, one below the other.

    Raises `FormatDamaged` where no page is found, `FormatTooComplex`, and the errors of pages: `EncodingUnknown` and
    those of `html.read_markup`.
    """
    pages = html_parts(data)
    if not pages:
        raise FormatDamaged(format="MHTML", reason="其中没有网页 no page in it")
    found = [decoded(page, charset) for page, charset in _joined(pages)]
    markup = _TITLE.sub("", "\n".join(page.text for page in found))
    return msgspec.structs.replace(html.read_markup(markup, found[0].encoding), media_type=_MEDIA_TYPE)


def html_parts(data: bytes) -> list[Page]:
    """Return the pages of an archive: its root first, then in order those that hold tables; empty ones are left out.

    Where the root is a frameset, as Excel saves sheets, the other pages are all there is to read. Raises
    `FormatTooComplex` where there are more parts than a person's page has.
    """
    pages: list[Page] = []
    start = ""
    for head, body in _parts(data):
        kind = _header(head, b"Content-Type").lower()
        if kind.startswith("multipart/"):
            start = start or _parameter(kind, "start")
        elif kind.split(";")[0].strip() in _PAGE_TYPES and (content := _undone(head, body)).strip():
            pages.append(Page(content, _parameter(kind, "charset") or None, _header(head, b"Content-ID").lower()))
        if len(pages) > _MOST_PAGES:
            raise FormatTooComplex(format="MHTML", reason=f"超过 {_MOST_PAGES} 个网页 over {_MOST_PAGES} pages")
    root = next((page for page in pages if start and page.content_id == start), pages[0] if pages else None)
    others = [page for page in pages if page is not root and not _FRAMES.search(page.data)]
    if root is None or (others and _FRAMES.search(root.data)):
        return others
    return [root, *(page for page in others if _TABLE.search(page.data))]


def _joined(pages: list[Page]) -> Iterator[tuple[bytes, str | None]]:
    """The pages' bytes with their charset: as one where the charset is, since a short page alone may not be told."""
    for charset, alike in itertools.groupby(pages, lambda page: page.charset or html.declared_charset(page.data)):
        contents = [page.data for page in alike]
        if any(content.startswith((b"\xff\xfe", b"\xfe\xff")) for content in contents):
            yield from ((content, charset) for content in contents)
        else:
            yield b"\n".join(contents), charset


def _parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Head and body of the message itself and of each part, those that hold other parts with an empty body."""
    found = list(itertools.islice(_PART.finditer(data), _MOST_PARTS + 1))
    if len(found) > _MOST_PARTS:
        raise FormatTooComplex(format="MHTML", reason=f"超过 {_MOST_PARTS} 个部分 over {_MOST_PARTS} parts")
    ends = _boundaries(data, sorted({part[1] for part in found}))
    for start in (0, *(part.end() for part in found)):
        index = bisect_left(ends, start)
        part = data[start : ends[index] if index < len(ends) else len(data)]
        end = _HEAD_END.search(part, 0, _HEAD_WINDOW)
        if end is not None:
            yield _FOLD.sub(b" ", part[: end.start() + 1]), part[end.end() :]


def _boundaries(data: bytes, announced: list[bytes]) -> list[int]:
    """Where a line begins that is one of the boundaries: the part before it ends there, whatever follows."""
    if not announced:
        return []
    any_of = b"|".join(re.escape(boundary) for boundary in announced[:_MOST_BOUNDARIES])
    return [line.start() for line in re.finditer(rb"^--(?:" + any_of + rb")(?:--)?[ \t]*\r?$", data, re.MULTILINE)]


def _header(head: bytes, name: bytes) -> str:
    """The value of a header, its lines unfolded; empty if there is none."""
    found = re.search(rb"^" + name + rb":[ \t]*([^\r\n]*)", head, re.IGNORECASE | re.MULTILINE)
    return found[1].decode("latin-1").strip() if found else ""


def _parameter(value: str, name: str) -> str:
    """A parameter of a header's value, without its quotation marks; empty if there is none."""
    found = re.search(rf";\s*{name}\s*=\s*(?:\"([^\"]*)\"|([^\s;\"]+))", value)
    return (found[1] or found[2] or "").strip() if found else ""


def _undone(head: bytes, body: bytes) -> bytes:
    """The body without its transfer encoding; quoted-printable is seen where the head does not tell of it."""
    transfer = _header(head, b"Content-Transfer-Encoding").lower()
    if transfer == "base64":
        return _from_base64(body)
    if transfer == "quoted-printable" or (transfer != "binary" and _QUOTED_MARKUP.search(body)):
        return binascii.a2b_qp(body)
    return body


def _from_base64(body: bytes) -> bytes:
    """The bytes of as many whole groups as there are, since a file may be cut in the middle."""
    digits = re.sub(rb"[^A-Za-z0-9+/]+", b"", body)
    lacking = -len(digits) % 4
    return binascii.a2b_base64(digits[:-1] if lacking == 3 else digits + b"=" * lacking)
