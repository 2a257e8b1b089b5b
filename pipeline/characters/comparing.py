"""Words as they are compared: one width, one script, no white space; for labels the letters and digits alone."""

import re
import unicodedata
from functools import lru_cache

from .traditional import fold_all, fold_stray

_NOT_WORD = re.compile(r"[^0-9A-Za-z㐀-鿿]+")
_SPACE = re.compile(r"\s+")
_LONGEST_KEPT = 200  # labels come again and again; a whole report kept in the cache would only fill the memory
_WIDE_MARKS = tuple(zip("，：；（）％？！", ",:;()%?!", strict=True))


def one_width(text: str) -> str:
    """Return `text` in one width (NFKC).

    Normalising takes a hundred times as long where anything has to change, and in most texts that is these marks alone.
    """
    for wide, plain in _WIDE_MARKS:
        text = text.replace(wide, plain)
    return unicodedata.normalize("NFKC", text)


def folded(text: str) -> str:
    """Return `text` in one width (NFKC), in one script, without white space.

    `（一） 予以公开` and `(一)予以公開` are one. Names keep their 乾 and 於.
    """
    return _folded(text) if len(text) <= _LONGEST_KEPT else _folded.__wrapped__(text)


def letters(text: str) -> str:
    """Return the letters, digits and Chinese characters alone, in one width and script: what two labels must share.

    It is for comparing, never for showing: 乾 is written as 干, 覆 as 复.
    """
    return _letters(text) if len(text) <= _LONGEST_KEPT else _letters.__wrapped__(text)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return fold_stray(_SPACE.sub("", one_width(text)))


@lru_cache(maxsize=8192)
def _letters(text: str) -> str:
    return fold_all(_NOT_WORD.sub("", one_width(text)))
