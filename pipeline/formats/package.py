"""An office file as a package: which kind it is by its content types, and its parts by their relationships."""

from urllib.parse import unquote

import msgspec

from pipeline.errors import FormatDamaged, ReportError

from .archive import MOST_BYTES, Archive
from .markup import Attributes, Handlers, parse, value

_ZIP = b"PK\x03\x04"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# The content type of a main part → what the file is.
_KINDS = {
    f"{_WORD}.document.main+xml": "DOCX",
    f"{_WORD}.template.main+xml": "DOCX",
    "application/vnd.ms-word.document.macroenabled.main+xml": "DOCX",
    "application/vnd.ms-word.template.macroenabledtemplate.main+xml": "DOCX",
    f"{_EXCEL}.sheet.main+xml": "XLSX",
    f"{_EXCEL}.template.main+xml": "XLSX",
    "application/vnd.ms-excel.sheet.macroenabled.main+xml": "XLSX",
    "application/vnd.ms-excel.template.macroenabled.main+xml": "XLSX",
    "application/vnd.ms-excel.sheet.binary.macroenabled.main": "XLSB",
}
# What stands in the bytes of a package whose directory or types can no longer be read.
_TRACES = ((b"word/document", "DOCX"), (b"xl/workbook.bin", "XLSB"), (b"xl/workbook", "XLSX"))
_TYPES = "[Content_Types].xml"


class Relationship(msgspec.Struct, frozen=True):
    """One relationship: the last word of its type, and the name of the part that it leads to."""

    type: str
    target: str


class _Types(msgspec.Struct, frozen=True):
    """The content types: of single parts by name, of all others by suffix."""

    parts: dict[str, str]
    suffixes: dict[str, str]

    def of(self, part: str) -> str:
        return self.parts.get(part.lower()) or self.suffixes.get(part.lower().rpartition(".")[2], "")


class Package:
    """An office file opened; `main` is the name of its main part.

    Raises `FormatDamaged`, `FormatEncrypted` or `FormatTooComplex`; `format` is for people to read.
    """

    def __init__(self, data: bytes, format: str, bytes_left: int = MOST_BYTES) -> None:  # noqa: A002 - as in the errors
        self.archive = Archive(data, format, bytes_left)
        self.format = format
        self._types = self._read_types()
        self.main = self._main()

    @property
    def kind(self) -> str | None:
        """DOCX, XLSX, XLSB, or None for another package."""
        return _KINDS.get(self._types.of(self.main))

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Return what `part` refers to inside the package, by id; an empty name stands for the package itself."""
        folder, _, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels".lstrip("/")
        found: dict[str, Relationship] = {}
        if path not in self.archive:
            return found

        def relationship(attributes: Attributes) -> None:
            if value(attributes, "TargetMode") != "External":
                kind = (value(attributes, "Type") or "").rpartition("/")[2]
                target = _resolved(folder, value(attributes, "Target") or "")
                found[value(attributes, "Id") or ""] = Relationship(kind, target)

        parse(self.archive.read(path), Handlers({"rel:Relationship": relationship}), self.format)
        return found

    def _main(self) -> str:
        for relationship in self.relationships("").values():
            if relationship.type == "officeDocument":
                return relationship.target
        for part, content_type in self._types.parts.items():
            if content_type in _KINDS:
                return part
        raise FormatDamaged(format=self.format, reason="找不到正文 it has no main part")

    def _read_types(self) -> _Types:
        types = _Types({}, {})

        def default(attributes: Attributes) -> None:
            types.suffixes[(value(attributes, "Extension") or "").lower()] = _content_type(attributes)

        def override(attributes: Attributes) -> None:
            types.parts[(value(attributes, "PartName") or "").lstrip("/").lower()] = _content_type(attributes)

        if _TYPES in self.archive:
            handlers = Handlers({"ct:Default": default, "ct:Override": override})
            parse(self.archive.read(_TYPES), handlers, self.format)
        return types


def is_word(data: bytes) -> bool:
    """Whether `data` is a Word document, as far as can be told also of a damaged or encrypted one."""
    return kind_of(data) == "DOCX"


def is_workbook(data: bytes) -> bool:
    """Whether `data` is an Excel workbook, as far as can be told also of a damaged or encrypted one."""
    return kind_of(data) in {"XLSX", "XLSB"}


def kind_of(data: bytes) -> str | None:
    """Return what office file `data` is: DOCX, XLSX, XLSB; None if it is none.

    A package that cannot be opened is told by the names in it, so that its reader can say what is wrong with it.
    """
    if not data.startswith(_ZIP):
        return None
    try:
        archive = Archive(data, "ZIP")
        if _TYPES not in archive:
            return None
        kind = Package(data, "ZIP").kind
    except ReportError:
        kind = None
    return kind or next((name for trace, name in _TRACES if trace in data), None)


def _content_type(attributes: Attributes) -> str:
    return (value(attributes, "ContentType") or "").strip().lower()


def _resolved(folder: str, target: str) -> str:
    """The name of the part that `target` means when it stands in `folder`."""
    steps = [] if target.startswith("/") else [step for step in folder.split("/") if step]
    for step in unquote(target).replace("\\", "/").split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps)
