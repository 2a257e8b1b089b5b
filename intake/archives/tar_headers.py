"""The headers of a TAR archive one after another: those of GNU and PAX that tell of the next are bounded and put together."""

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.errors import ArchiveDamaged

from .tar_stream import BLOCK_BYTES, Stream, whole_blocks

_MOST_ABOUT_BYTES = 2**20  # extended attributes of some systems take 64 KiB
_LONG_NAME, _LONG_LINK = tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK
_PAX = frozenset({tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE})
_WITHOUT_DATA = frozenset(
    {tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE}
)


@dataclass(frozen=True, slots=True)
class Header:
    """One entry; its data are the `size` bytes at `start`, and the next header is looked for at `stop`."""

    raw_name: bytes
    type: bytes
    is_sparse: bool
    start: int
    size: int
    stop: int


@dataclass(slots=True)
class _About:
    """What headers before an entry's own say of it."""

    name: bytes | None = None
    size: int | None = None
    is_sparse: bool = False


def is_header(block: bytes) -> bool:
    """Whether a block is a header, by its checksum; old archives have no other mark."""
    try:
        tarfile.TarInfo.frombuf(block, "latin-1", "strict")
    except (tarfile.TarError, ValueError):
        return False
    return True


def headers(stream: Stream) -> Iterator[Header]:
    """Yield each entry's header while the stream stands at its data; what was not read of them is then passed by.

    Archives that follow each other are read as one. Raises `ArchiveDamaged`, also where the mark at the end is missing.
    """
    about, ended = _About(), False
    while block := stream.block():
        ended = not any(block)
        if ended:
            continue
        info = _parsed(block)
        if _tells_of_the_next(info, about, stream):
            continue
        header = _header(info, block, about, stream)
        about = _About()
        yield header
        stream.go_to(header.stop)
    if not ended:
        raise ArchiveDamaged(reason="不完整 it is cut off")


def _parsed(block: bytes) -> tarfile.TarInfo:
    try:
        info = tarfile.TarInfo.frombuf(block, "latin-1", "strict")
    except (tarfile.TarError, ValueError) as error:
        raise ArchiveDamaged(reason="头部有误 a header is wrong") from error
    if info.size < 0:
        raise ArchiveDamaged(reason="头部有误 a header is wrong")
    return info


def _tells_of_the_next(info: tarfile.TarInfo, about: _About, stream: Stream) -> bool:
    """Whether a header tells of the entry after it; then that is noted, and the stream stands behind it."""
    stop = stream.position + whole_blocks(info.size)
    if info.type == _LONG_NAME:
        about.name = _bounded(info.size, stream).partition(b"\0")[0]
    elif info.type in _PAX:
        _note_records(_bounded(info.size, stream), about)
    elif info.type not in {_LONG_LINK, tarfile.XGLTYPE}:  # where links lead, and what is said of all entries
        return False
    stream.go_to(stop)
    return True


def _bounded(size: int, stream: Stream) -> bytes:
    if size > _MOST_ABOUT_BYTES:
        raise ArchiveDamaged(reason=f"头部超过 {_MOST_ABOUT_BYTES} 字节 a header is larger than that many bytes")
    return stream.exactly(size)


def _note_records(data: bytes, about: _About) -> None:
    """Note the PAX records, each `LENGTH KEY=VALUE` and a line feed, that say how an entry is to be read."""
    position = 0
    while position < len(data) and data[position]:
        digits = data[position : position + 20].partition(b" ")[0]
        length = int(digits) if digits.isdigit() else 0
        record = data[position : position + length]
        key, equals, value = record[len(digits) + 1 : -1].partition(b"=")
        if len(record) != length or not record.endswith(b"\n") or not equals:
            raise ArchiveDamaged(reason="PAX 头部有误 a PAX header is wrong")
        _note(key, value, about)
        position += length


def _note(key: bytes, value: bytes, about: _About) -> None:
    if key == b"GNU.sparse.name" or (key == b"path" and not about.is_sparse):
        about.name = value
    elif key == b"size":
        if not value.isdigit() or len(value) > 20:
            raise ArchiveDamaged(reason="PAX 头部有误 a PAX header is wrong")
        about.size = int(value)
    about.is_sparse |= key.startswith(b"GNU.sparse.")


def _header(info: tarfile.TarInfo, block: bytes, about: _About, stream: Stream) -> Header:
    is_sparse = about.is_sparse or info.type == tarfile.GNUTYPE_SPARSE
    if info.type == tarfile.GNUTYPE_SPARSE:
        _pass_by_map(block, stream)
    size = info.size if about.size is None else about.size
    if info.type in _WITHOUT_DATA:
        size = 0
    start = stream.position
    name = _own_name(block) if about.name is None else about.name
    return Header(name, info.type, is_sparse, start, size, start + whole_blocks(size))


def _own_name(block: bytes) -> bytes:
    name, prefix = block[:100].partition(b"\0")[0], block[345:500].partition(b"\0")[0]
    return prefix + b"/" + name if prefix and block[257:263] == b"ustar\0" else name


def _pass_by_map(block: bytes, stream: Stream) -> None:
    """A sparse file's map goes on in blocks of its own, as long as the last one says so."""
    more = block[482]
    while more:
        more = stream.exactly(BLOCK_BYTES)[504]
