"""Pictures, alone or as all that a document holds. Optical recognition has its place here; until then they are refused."""

from typing import NoReturn

from pipeline.characters import letters
from pipeline.errors import DocumentScanned

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"RIFF", "WEBP"),
)
_WEBP = slice(8, 12)
_LONG_TEXT = 100_000
_FEWEST_LETTERS = 200  # fewer beside pictures are captions and page furniture, not a report


def recognises(data: bytes) -> bool:
    """Whether `data` begins as a picture does."""
    return _kind(data) is not None


def read(data: bytes) -> NoReturn:
    """Raise `DocumentScanned`: there is no text to read."""
    raise DocumentScanned(format=_kind(data) or "")


def refuse_pictures_only(text: str, pictures: int, format: str) -> None:  # noqa: A002 - named as in the errors
    """Raise `DocumentScanned` for a document of pictures: it has some, and under 200 letters of text."""
    if pictures and len(text) < _LONG_TEXT and len(letters(text)) < _FEWEST_LETTERS:
        raise DocumentScanned(format=format)


def _kind(data: bytes) -> str | None:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            if kind == "WEBP":
                return kind if data[_WEBP] == b"WEBP" else None
            if kind == "BMP":  # two letters alone may begin a text
                return kind if data[6:10] == b"\x00" * 4 else None
            return kind
    return None
