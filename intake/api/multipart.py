"""A multipart body as a stream of fields and files; each file goes to the spool while it comes, never into memory."""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from config.settings import LimitSettings
from intake.archives import HEAD_BYTES, may_be_archive
from intake.names import clean_name, shown
from models.files import Spool, Spooled, Spooling
from pipeline.errors import FileEmpty, FileTooLarge, ReportError

from .problems import Problem

_MOST_FIELDS = 32
_MOST_FIELD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Field:
    """One value that is no file."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Upload:
    """One file, spooled; whoever takes it keeps or discards it."""

    name: str
    spooled: Spooled


@dataclass(frozen=True, slots=True)
class RefusedUpload:
    """One file that was read and not kept."""

    name: str
    error: ReportError
    size_bytes: int


Part = Field | Upload | RefusedUpload


def parts(body: Iterable[bytes], content_type: str, limits: LimitSettings, spool: Spool) -> Iterator[Part]:
    """Yield the parts of a `multipart/form-data` body as they are complete, in their order.

    A file that is empty, too large or badly named is refused for itself. Raises `Problem` where the body is no
    multipart, ends too early, or has too many parts; what was yielded before stands.
    """
    kind, options = parse_options_header(content_type)
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise Problem(
            415,
            "request.not_multipart",
            "请求体不是 multipart/form-data;请以表单文件的形式提交。",
            "The body is not multipart/form-data; send the files as a form does.",
        )
    reader = _Reader(options[b"boundary"], limits, spool)
    try:
        for data in body:
            reader.feed(data)
            yield from reader.ready()
        reader.end()
    finally:
        reader.discard()


class _FieldInBody:
    """A value that is being read."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._value = b""

    def write(self, data: bytes) -> None:
        self._value += data
        if len(self._value) > _MOST_FIELD_BYTES:
            raise Problem(
                413,
                "request.field_too_large",
                f"字段超过 {_MOST_FIELD_BYTES} 字节。",
                f"A field is larger than {_MOST_FIELD_BYTES} bytes; shorten it.",
            )

    def finish(self) -> Part:
        return Field(self._name, _text(self._value))

    def discard(self) -> None:
        """Nothing of it is on the disk."""


class _FileInBody:
    """A file that is being spooled; one that is too large is read and not written, unless it may be an archive."""

    def __init__(self, raw_name: str, limit_bytes: int, spooling: Spooling) -> None:
        self._raw_name = raw_name
        self._limit_bytes = limit_bytes
        self._spooling = spooling
        self._size = 0
        self._head = b""

    def write(self, data: bytes) -> None:
        self._size += len(data)
        self._head += data[: HEAD_BYTES - len(self._head)]
        if not self._is_too_large():
            self._spooling.write(data)

    def finish(self) -> Part:
        try:
            name = clean_name(self._raw_name)
            if self._size == 0:
                raise FileEmpty
            if self._is_too_large():
                raise FileTooLarge(size_bytes=self._size, limit_bytes=self._limit_bytes)
        except ReportError as error:
            self.discard()
            return RefusedUpload(shown(self._raw_name), error, self._size)
        return Upload(name, self._spooling.finish())

    def discard(self) -> None:
        self._spooling.discard()

    def _is_too_large(self) -> bool:
        return self._size > self._limit_bytes and not may_be_archive(self._head)


class _Reader:
    """What the push parser calls, part by part."""

    def __init__(self, boundary: bytes, limits: LimitSettings, spool: Spool) -> None:
        self._limits = limits
        self._spool = spool
        self._ready: deque[Part] = deque()
        self._files = self._fields = 0
        self._ended = False
        self._names, self._values = b"", b""
        self._headers: dict[str, bytes] = {}
        self._current: _FieldInBody | _FileInBody | None = None
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_header_field": self._on_header_field,
                    "on_header_value": self._on_header_value,
                    "on_header_end": self._on_header_end,
                    "on_headers_finished": self._on_headers_finished,
                    "on_part_data": self._on_data,
                    "on_part_end": self._on_part_end,
                    "on_end": self._on_end,
                },
            )
        except FormParserError as error:
            raise _malformed(error) from error

    def feed(self, data: bytes) -> None:
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise _malformed(error) from error

    def ready(self) -> Iterator[Part]:
        """What is whole; each stays ours until the next is asked for, so that one nobody took is removed too."""
        while self._ready:
            yield self._ready[0]
            self._ready.popleft()

    def end(self) -> None:
        if not self._ended:
            raise incomplete()

    def discard(self) -> None:
        """Remove what was spooled and never taken."""
        if self._current is not None:
            self._current.discard()
        for part in self._ready:
            if isinstance(part, Upload):
                part.spooled.discard()

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._names += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._values += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[self._names.decode("latin-1").strip().lower()] = self._values
        self._names = self._values = b""

    def _on_headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.pop("content-disposition", b""))
        self._headers = {}
        if b"filename" in options:
            self._files = _counted(self._files, self._limits.files_per_request, "文件", "files")
            self._current = _FileInBody(_file_name(options[b"filename"]), self._limits.file_bytes, self._spool.new())
        else:
            self._fields = _counted(self._fields, _MOST_FIELDS, "字段", "fields")
            self._current = _FieldInBody(_text(options.get(b"name", b"")))

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._current is not None:
            self._current.write(data[start:end])

    def _on_part_end(self) -> None:
        if self._current is not None:
            self._ready.append(self._current.finish())
            self._current = None

    def _on_end(self) -> None:
        self._ended = True


def _counted(so_far: int, most: int, zh: str, en: str) -> int:
    if so_far >= most:
        raise Problem(
            413,
            f"request.too_many_{en}",
            f"一次请求的{zh}超过 {most} 个;请分批提交。",
            f"The request has more than {most} {en}; send fewer at once.",
        )
    return so_far + 1


def _file_name(raw: bytes) -> str:
    """A file's name: browsers and httpx escape three characters, and only these."""
    name = _text(raw)
    for escaped, character in (("%22", '"'), ("%0D", "\r"), ("%0A", "\n")):
        name = name.replace(escaped, character)
    return name


def _text(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("utf-8", "backslashreplace")


def incomplete() -> Problem:
    """A body that ended before its end."""
    return Problem(
        400,
        "request.incomplete",
        "请求体不完整;已收到的文件不会丢失,请重新发送。",
        "The body ended too early; files that were received are kept, send it again.",
    )


def _malformed(error: Exception) -> Problem:
    return Problem(
        400,
        "request.malformed",
        f"请求体格式有误({error});已收到的文件不会丢失,请改正后重新发送。",
        f"The body is malformed ({error}); files that were received are kept, mend it and send it again.",
    )
