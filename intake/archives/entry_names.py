"""Names of entries as archives hold them: bytes of some encoding, among them what no person put there."""

# What operating systems leave in archives, in lower case; it is passed over. Nothing else ever is, but folders.
_LITTER_FOLDERS = frozenset({"__macosx"})
_LITTER_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def decoded(raw: bytes) -> str:
    """Return a name whose encoding is not told: UTF-8, or that of Chinese Windows, or that of the first PC."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def is_litter(name: str) -> bool:
    """Whether an entry is an operating system's, and no person's."""
    *folders, last = name.replace("\\", "/").lower().split("/")
    return last in _LITTER_NAMES or not _LITTER_FOLDERS.isdisjoint(folders)
