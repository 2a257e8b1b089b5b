"""A large collection as an office sends it: half as files in folders, half in one zip, a tenth duplicates, some broken."""

import itertools
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.making import LAYOUTS, consistent_truth, render

ARCHIVE = "归档.zip"
_SHAPES = 100  # reports that are made; the others differ from them in a line at the end
_DUPLICATE_EVERY, _BROKEN_EVERY, _EMPTY_EVERY = 10, 100, 500


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder and what must become of what it holds."""

    folder: Path
    submitted: int
    done: int
    dead: int
    duplicate: int
    rejected: int
    refused: int

    @property
    def ledger(self) -> dict[str, int | bool]:
        """The ledger of its batch at the end."""
        counts = {name: getattr(self, name) for name in ("submitted", "done", "dead", "duplicate", "rejected")}
        return counts | {"in_flight": 0, "balanced": True}

    @property
    def files(self) -> set[str]:
        """The names of the files that lie in the folder."""
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file()}

    @property
    def size_bytes(self) -> int:
        """Bytes that lie in the folder."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def make_collection(folder: Path, number: int) -> Collection:
    """Make `number` reports: one half as files, and for the other half an entry each of one archive."""
    half = number // 2
    files, entries = itertools.tee(_contents(half))
    for index, (name, content) in enumerate(files):
        place = folder / f"{index // 250:02}"
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    with zipfile.ZipFile(folder / ARCHIVE, "w", zipfile.ZIP_DEFLATED) as archive:
        for index, (name, content) in enumerate(entries):
            is_copy = index % _DUPLICATE_EVERY == 1
            archive.writestr(f"{index // 250:02}/{name}", content if is_copy or not content else content + b"\n.\n")
    # Of each half: a tenth is a copy of the file before it; the archive's tenth is of the files besides.
    broken, empty = half // _BROKEN_EVERY, half // _EMPTY_EVERY
    copies = half // _DUPLICATE_EVERY
    return Collection(
        folder,
        submitted=number - empty,
        done=number - 2 * (copies + broken + empty),
        dead=2 * broken,
        duplicate=2 * copies,
        rejected=empty,
        refused=empty,
    )


def _contents(number: int) -> Iterator[tuple[str, bytes]]:
    layouts = [*LAYOUTS]
    shapes = [render(consistent_truth(seed), layouts[seed % len(layouts)]) for seed in range(_SHAPES)]
    last = b""
    for index in range(number):
        if index % _EMPTY_EVERY == 3:
            content = b""
        elif index % _BROKEN_EVERY == 5:
            content = f"并非年报 {index}\n".encode()
        elif index % _DUPLICATE_EVERY != 1:
            content = last = shapes[index % _SHAPES] + f"\n编号{index}\n".encode()
        else:
            content = last
        yield f"{index:05}.txt", content
