"""Bytes of a text in an encoding, with what a page declares of it."""

from __future__ import annotations

from .quirks.traditional import in_traditional

# Encoding → what a page declares; sites declare gb2312 for all of GB18030.
ENCODINGS: dict[str, str] = {
    "utf-8": "utf-8",
    "utf-8-sig": "UTF-8",
    "gb18030": "gb2312",
    "gbk": "GBK",
    "big5": "big5",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16",
    "utf-16-be": "utf-16",
}


def encoded(text: str, encoding: str) -> bytes:
    """The bytes, with a page's `{charset}` filled in.

    A character that the encoding lacks becomes a reference in a page; other texts are then in UTF-8.
    """
    is_page = "{charset}" in text
    text = text.replace("{charset}", ENCODINGS[encoding])
    if encoding == "big5":
        text = in_traditional(text)
    try:
        return text.encode(encoding, "xmlcharrefreplace" if is_page else "strict")
    except UnicodeEncodeError:
        return text.encode()
