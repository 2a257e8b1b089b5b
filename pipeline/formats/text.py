"""Plain text: only the characters are cleaned, since line breaks and blank lines carry the tables' structure."""

from pipeline.characters import clean, simplified
from pipeline.document import Document
from pipeline.errors import FormatUnknown

from .encoding import decoded, marked_utf16, unmarked_utf16

_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1a\x1b"))
_CONTROL_SHARE = 0.001
_PIPES = str.maketrans("｜│┃", "|||")
_LEAST_PIPES = 30


def read(data: bytes) -> Document:
    """Return the document of a plain text; its tables have no markup, so it has no grids.

    Raises `FormatUnknown` for binary data and `EncodingUnknown`.
    """
    if marked_utf16(data) is None and unmarked_utf16(data) is None and _is_binary(data):
        raise FormatUnknown(seen="二进制 binary")
    read = decoded(data)
    return Document(
        text=_with_plain_pipes(simplified(clean(read.text))), media_type="text/plain", encoding=read.encoding
    )


def _with_plain_pipes(text: str) -> str:
    """The text with `|` for what parts its cells: full-width pipes, or the lines of boxes, where it has no other."""
    if "|" in text or sum(text.count(pipe) for pipe in "｜│┃") < _LEAST_PIPES:
        return text
    return text.translate(_PIPES)


def _is_binary(data: bytes) -> bool:
    return len(data) - len(data.translate(None, _CONTROL)) > max(1, int(len(data) * _CONTROL_SHARE))
