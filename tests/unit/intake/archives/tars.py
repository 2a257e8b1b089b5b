"""TAR archives for tests: those of the standard library, and headers written by hand."""

import io
import tarfile
from collections.abc import Iterable, Mapping

END = bytes(1024)


def tarred(
    files: Mapping[str, bytes] | Iterable[tuple[str, bytes]],
    format: int = tarfile.PAX_FORMAT,  # noqa: A002 - as tarfile calls it
    *,
    version_7: bool = False,
    packing: str = "",
) -> bytes:
    """An archive as tarfile writes it; in `version_7` headers have no mark but their checksum."""
    items = files.items() if isinstance(files, Mapping) else files
    if version_7:
        return b"".join(plain(name, data, version_7=True) for name, data in items) + END
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=f"w:{packing}", format=format) as archive:  # type: ignore[call-overload]
        for name, data in items:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()


def header(name: str | bytes, size: int = 0, type: bytes = b"0", *, version_7: bool = False) -> bytes:  # noqa: A002
    raw = name.encode() if isinstance(name, str) else name
    block = bytearray(512)
    block[: len(raw)] = raw
    block[100:124] = b"0000644\0" * 3
    block[124:136] = b"%011o\0" % size if size >= 0 else size.to_bytes(12, "big", signed=True)
    block[136:148] = b"%011o\0" % 0
    block[156:157] = type
    if not version_7:
        block[257:265] = b"ustar\x0000"
    return summed(block)


def summed(block: bytearray) -> bytes:
    """The block with its checksum."""
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def filled(data: bytes) -> bytes:
    """The data in whole blocks."""
    return data + bytes(-len(data) % 512)


def plain(name: str | bytes, data: bytes = b"", type: bytes = b"0", *, version_7: bool = False) -> bytes:  # noqa: A002
    """One entry, without an end."""
    return header(name, len(data), type, version_7=version_7) + filled(data)


def record(key: str, value: str | bytes) -> bytes:
    """One PAX record."""
    rest = b" " + key.encode() + b"=" + (value.encode() if isinstance(value, str) else value) + b"\n"
    length = len(rest)
    while len(str(length)) + len(rest) != length:
        length = len(str(length)) + len(rest)
    return b"%d" % length + rest
