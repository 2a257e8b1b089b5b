"""Finds the files below the paths that a person names, and gives each a name that the server takes as it is."""

import hashlib
import os
import re
import socket
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.source import source_files

from .local import LocalFile

_MOST_SOURCE = 1000  # characters; a long address would not fit in the head of a request
_RECEIPT = re.compile(r"nianbao-receipt-.*\.json")
_RECEIPT_SCHEMA, _HEAD_BYTES = b'"nianbao.receipt/', 64
# The server reads these three in names of multipart bodies as the characters that forms escape so.
_FORM_ESCAPES = re.compile(r"%(?=22|0A|0D)")


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found: the files in order, and our own receipts among them, which are not sent."""

    files: list[LocalFile]
    receipts: list[Path]


def survey(paths: Iterable[Path]) -> Survey:
    """Find every file at or below `paths`. Folders that are links are not entered.

    One folder's files are named by their paths in it; with several paths, each name begins with its path's last part
    (with more of it where two are alike). Names depend on nothing else, so that the next run gives the same.
    """
    roots = _outermost(paths)
    labels = _labels(roots)
    found = [each for root in roots for each in _files_of(root, labels[root])]
    receipts = [path for path, _ in found if _is_receipt(path)]
    left = set(receipts)
    return Survey(_named([each for each in found if each[0] not in left]), receipts)


def source_of(paths: Iterable[Path]) -> str:
    """What the server knows this collection by: the same paths on the same machine go on with the same open batch."""
    source = f"client:{socket.gethostname()}:{':'.join(sendable(path) for path in _outermost(paths))}"
    if len(source) <= _MOST_SOURCE:
        return source
    return f"client:{socket.gethostname()}:{hashlib.sha256(source.encode()).hexdigest()}"


def sendable(path: Path) -> str:
    """A path as text that arrives as it was sent: what is no UTF-8, controls and backslashes are shown as %XX."""
    shown = "".join(_shown(each) for each in os.fsencode(path).decode("utf-8", "surrogateescape"))
    return unicodedata.normalize("NFC", _FORM_ESCAPES.sub("%25", shown))


def _shown(character: str) -> str:
    if character != "\\" and unicodedata.category(character) not in {"Cc", "Cs"}:
        return character
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogateescape"))


def _outermost(paths: Iterable[Path]) -> list[Path]:
    """The paths in order, each once, without those that lie below another."""
    whole = sorted({path.resolve() for path in paths})
    return [path for path in whole if not any(other in path.parents for other in whole)]


def _labels(roots: Sequence[Path]) -> dict[Path, Path]:
    """What names begin with, for each root: the shortest end of its path that is its own; nothing for one folder."""
    if len(roots) == 1 and roots[0].is_dir():
        return {roots[0]: Path()}
    labels: dict[Path, Path] = {}
    for parts in range(1, max(len(root.parts) for root in roots) + 1):
        ends = {root: Path(*_relative_parts(root)[-parts:]) for root in roots if root not in labels}
        times = Counter(os.fspath(end).casefold() for end in ends.values())
        labels |= {root: end for root, end in ends.items() if times[os.fspath(end).casefold()] == 1}
    return {root: labels.get(root, Path(*_relative_parts(root))) for root in roots}


def _relative_parts(path: Path) -> tuple[str, ...]:
    return path.parts[1:]


def _files_of(root: Path, label: Path) -> Iterator[tuple[Path, str]]:
    if not root.is_dir():
        yield root, sendable(label)
        return
    for file in source_files(root):
        below = file.path.relative_to(root)  # nothing below it is the folder itself, which could not be opened
        yield file.path, sendable(label / below if below.parts or label.parts else Path(root.name))


def _named(found: Sequence[tuple[Path, str]]) -> list[LocalFile]:
    """The files, those that would share a name told apart by a mark made of their paths."""
    times = Counter(name for _, name in found)
    return [LocalFile(path, name if times[name] == 1 else f"{name}~{_mark(path)}") for path, name in found]


def _mark(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]


def _is_receipt(path: Path) -> bool:
    """Whether it is what we wrote ourselves when this folder was submitted before."""
    if not _RECEIPT.fullmatch(path.name) or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return _RECEIPT_SCHEMA in file.read(_HEAD_BYTES)
    except OSError:
        return False
