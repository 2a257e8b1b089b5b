"""Characters: what is removed from every text, and how labels are compared without regard to how they are typed."""

import re
import unicodedata
from functools import lru_cache

# Invisible characters that split words and numbers: NUL, zero-width, joiners, soft hyphen, byte order mark, bidi marks.
_INVISIBLE = dict.fromkeys([0x00, 0xAD, 0xFEFF, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x180E])
_LINE_ENDS = {0x2028: "\n", 0x2029: "\n", 0x0B: "\n", 0x0C: "\n", 0x85: "\n"}
_SPACES = dict.fromkeys([0xA0, 0x2002, 0x2003, 0x2009, 0x202F], " ")
_CLEANED = {**_INVISIBLE, **_LINE_ENDS, **_SPACES}
_NOT_WORD = re.compile(r"[^0-9A-Za-z㐀-鿿]+")
_SPACE = re.compile(r"\s+")
_LONGEST_KEPT = 200  # labels come again and again; a whole report kept in the cache would only fill the memory


def clean(text: str) -> str:
    """Return `text` with LF line ends, plain spaces and without invisible characters; nothing else is changed."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEANED)


def folded(text: str) -> str:
    """Return `text` in one width (NFKC) and without white space: `（一） 予以公开` and `(一)予以公开` are one."""
    return _folded(text) if len(text) <= _LONGEST_KEPT else _folded.__wrapped__(text)


def letters(text: str) -> str:
    """Return only the letters, digits and Chinese characters of `text`, in one width: what two labels must share."""
    return _letters(text) if len(text) <= _LONGEST_KEPT else _letters.__wrapped__(text)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=8192)
def _letters(text: str) -> str:
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text))
