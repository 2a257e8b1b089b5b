"""Names of submitted files: relative, in one form, and safe to print, whatever the sender's system wrote."""

import re
import unicodedata

from pipeline.errors import FileNameRefused

_MOST_BYTES = 1024
_DRIVE = re.compile(r"[A-Za-z]:")


def clean_name(raw: str) -> str:
    """Return the name as a relative path with `/` between its parts, in Unicode's form NFC.

    Raises `FileNameRefused` where it is empty, too long, leaves its folder, or holds control characters.
    """
    if len(raw) > 4 * _MOST_BYTES:  # an archive may hold thousands of such, and what follows looks at each character
        raise _too_long()
    name = unicodedata.normalize("NFC", raw.replace("\\", "/"))
    parts = [part for part in name.split("/") if part not in {"", "."}]
    if not parts:
        raise FileNameRefused(zh="文件名为空", en="it is empty")
    if name.startswith("/") or _DRIVE.match(name) or ".." in parts:
        raise FileNameRefused(zh="路径超出所在文件夹", en="its path leaves its folder")
    if any(unicodedata.category(c) in {"Cc", "Cs"} for c in name):
        raise FileNameRefused(zh="含有控制字符", en="it holds control characters")
    cleaned = "/".join(parts)
    if len(cleaned.encode()) > _MOST_BYTES:
        raise _too_long()
    return cleaned


def _too_long() -> FileNameRefused:
    return FileNameRefused(zh=f"超过 {_MOST_BYTES} 字节", en=f"it is longer than {_MOST_BYTES} bytes")


def shown(name: str) -> str:
    """A name that was refused, as it is kept: short, and without what a terminal or a database would not take."""
    cleaned = "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in name)
    return cleaned[:255] or "?"
