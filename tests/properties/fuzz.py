"""Reads damaged files for minutes on end: whatever comes in, a report or an error of ours comes out, and soon.

    python -m tests.properties.fuzz --format html --minutes 10 --seed 1 --keep /tmp/kept

Each file is read in a process of its own, as workers do. The same format and seed give the same files in order.
"""

from __future__ import annotations

import argparse
import functools
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from pipeline.errors import ReaderCrashed, ReportError
from pipeline.report import Report, to_json
from pipeline.stages import read_report
from tests.making import Recipe, consistent_truth, printed
from tests.making.drawings import DRAWINGS
from tests.making.pages import PAGES
from tests.making_cases.printing import Way, mhtml
from tests.making_office import STRUCTURES, WORKBOOKS
from tests.making_pdf.report import report as drawn
from workers.apart import BugApartError, run_apart
from workers.confined import Bounds

from . import spoiling
from .reports import random_recipe
from .spoiling import Spoil
from .test_office_damage import made, rezipped

_BOUNDS = Bounds(time_s=20, memory_mb=1500)
_SLOW_S = 5.0
_TESTS = Path(__file__).parents[1]
_PDFS = sorted((_TESTS / "unit/pipeline/formats/pdf_files").glob("*.pdf"))
_CORPUS = {suffix: sorted((_TESTS / "corpus").glob(f"*/input.{suffix}")) for suffix in ("txt", "html")}
Source = Callable[[random.Random], bytes]


class Outcome(msgspec.Struct, frozen=True):
    """How a reading ended: the code of its error (empty if it was read), what is wrong with it, and its CPU seconds."""

    code: str
    troubles: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Format:
    """Where valid files come from, and the ways to damage them."""

    source: Source
    spoils: tuple[Spoil, ...]


def troubles(report: Report) -> tuple[str, ...]:
    """What no report may hold, whatever was read: a check that could not run, a table that lies outside its text."""
    assert msgspec.json.decode(to_json(report))["schema"] == "nianbao.report/1"
    broken = [each for each in report.findings if "could not run" in each.message.en or each.rule == "P-001"]
    return tuple(f"{each.rule}: {each.message.en}" for each in broken)


def outcome(data: bytes) -> Outcome:
    """Read `data` through all four stages in this process."""
    started = time.process_time()
    report = read_report(data, "fuzz")
    seconds = time.process_time() - started
    slow = (f"took {seconds:.1f} s",) if seconds > _SLOW_S else ()
    return Outcome(report.error.code if report.error else "", (*troubles(report), *slow), seconds)


def outcome_apart(data: bytes) -> Outcome:
    """Read `data` in a process of its own; what that one died of is a trouble."""
    try:
        return run_apart(lambda: outcome(data), Outcome, _BOUNDS)
    except BugApartError as bug:
        return Outcome(f"internal.{bug.name}", (bug.trace,), 0)
    except ReaderCrashed as crash:
        return Outcome(crash.code, (str(crash.fields),), 0)
    except (ReportError, MemoryError) as end:
        return Outcome(getattr(end, "code", "memory"), (str(end) or "killed",), 0)


def _recipe(draw: random.Random, layouts: tuple[str, ...]) -> Recipe:
    return random_recipe(draw.randrange(2**32), layouts)


def _text(draw: random.Random) -> bytes:
    if draw.random() < 0.1:
        return draw.choice(_CORPUS["txt"]).read_bytes()
    return printed(_recipe(draw, tuple(DRAWINGS))).data


def _page(draw: random.Random) -> bytes:
    if draw.random() < 0.03:
        return draw.choice(_CORPUS["html"]).read_bytes()
    return printed(_recipe(draw, tuple(PAGES))).data


def _archive(draw: random.Random) -> bytes:
    """A saved page: as Python packs it, or two as browsers do, damaged before they were packed or not."""
    if draw.random() < 0.4:
        way = Way("mhtml", draw.choice(tuple(PAGES)), draw.randrange(100), (), draw.choice(("utf-8", "gb18030")))
        return mhtml(consistent_truth(draw.randrange(100)), way).data
    boundary = b"--" + draw.choice((b"----=_Part_0A_01DA.5F7C", b"a"))
    archive = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="' + boundary[2:] + b'"\r\n\r\n'
    for _ in range(draw.choice((1, 1, 2))):
        page = _page(draw) if draw.random() < 0.5 else _PAGE_PIECES_PUT_IN(_page(draw), draw)
        quoted = draw.random() < 0.5
        head = b"\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: " + (
            b"quoted-printable" if quoted else b"8bit"
        )
        archive += boundary + head + b"\r\n\r\n" + (spoiling.as_quoted_printable(page) if quoted else page) + b"\r\n"
    return archive + boundary + b"--\r\n"


@functools.lru_cache(maxsize=64)
def _drawn(seed: int, lines: str) -> bytes:
    return drawn(consistent_truth(seed), lines)  # type: ignore[arg-type]


def _pdf(draw: random.Random) -> bytes:
    if draw.random() < 0.15:
        return draw.choice(_PDFS).read_bytes()
    return _drawn(draw.randrange(16), draw.choice(("all", "cells", "dashed", "none")))


def _office(names: tuple[str, ...]) -> Source:
    return lambda draw: made(draw.choice(names))


def _inside(data: bytes, draw: random.Random) -> bytes:
    """A part of a ZIP damaged inside, if the file still is one."""
    try:
        return rezipped(data, draw, draw.choice((1, 3, 30)))
    except Exception:  # noqa: BLE001 - a ZIP that is damaged already, in any way that zipfile knows
        return spoiling.some_flipped(data, draw)


def _anything(draw: random.Random) -> bytes:
    """Signatures before a part of a file of any format, or before noise."""
    name = draw.choice([name for name in FORMATS if name != "any"])
    rest = draw.choice((FORMATS[name].source(draw), draw.randbytes(draw.choice((0, 20, 3000)))))
    heads = [draw.choice(spoiling.SIGNATURES).encode("latin-1") for _ in range(draw.choice((1, 2, 4)))]
    return b"".join(heads) + rest[draw.choice((0, 1, 8, 512)) :]


_ANY_SPOILS = (spoiling.some_flipped, spoiling.cut, spoiling.repeated)
_PAGE_PIECES_PUT_IN = spoiling.pieces_put_in(spoiling.PAGE_PIECES)
_PAGE_SPOILS = (
    *_ANY_SPOILS,
    *[_PAGE_PIECES_PUT_IN] * 3,
    spoiling.raw_pieces_put_in(spoiling.PAGE_PIECES),
    spoiling.numbers_changed,
)
FORMATS: dict[str, Format] = {
    "text": Format(
        _text,
        (
            *_ANY_SPOILS,
            *[spoiling.pieces_put_in(spoiling.TEXT_PIECES)] * 3,
            spoiling.raw_pieces_put_in(spoiling.TEXT_PIECES),
            spoiling.numbers_changed,
        ),
    ),
    "html": Format(_page, _PAGE_SPOILS),
    "mhtml": Format(_archive, (*_PAGE_SPOILS, *[spoiling.raw_pieces_put_in(spoiling.MAIL_PIECES)] * 4)),
    "docx": Format(_office(tuple(STRUCTURES)), (*_ANY_SPOILS, *[_inside] * 9)),
    "xlsx": Format(_office(tuple(WORKBOOKS)), (*_ANY_SPOILS, *[_inside] * 9)),
    "pdf": Format(
        _pdf,
        (
            *_ANY_SPOILS,
            spoiling.raw_pieces_put_in(spoiling.PDF_PIECES),
            spoiling.numbers_changed,
            spoiling.pdf_objects_moved,
            *[spoiling.pdf_streams_damaged] * 5,
        ),
    ),
    "any": Format(_anything, (*_ANY_SPOILS, spoiling.raw_pieces_put_in(spoiling.SIGNATURES))),
}


def damaged(name: str, seed: int, number: int) -> bytes:
    """The `number`-th damaged file of a format, the same for the same arguments."""
    draw = random.Random(f"{name} {seed} {number}")
    chosen = FORMATS[name]
    data = chosen.source(draw)
    if draw.random() < 0.1:
        data = spoiling.spliced(data, chosen.source(draw), draw)
    for _ in range(draw.choice((1, 1, 2, 4))):
        data = draw.choice(chosen.spoils)(data, draw)[: spoiling.MOST_BYTES]
    return data


@dataclass
class Tally:
    """What came of the files of one format."""

    name: str
    codes: Counter[str] = field(default_factory=Counter)
    failures: int = 0
    slowest: float = 0
    slowest_number: int = 0

    def add(self, number: int, ended: Outcome) -> None:
        """Count one reading."""
        self.codes[ended.code or "read"] += 1
        self.failures += bool(ended.troubles)
        if ended.seconds > self.slowest:
            self.slowest, self.slowest_number = ended.seconds, number

    def line(self) -> str:
        """All of it on one line."""
        codes = " ".join(f"{code}:{times}" for code, times in self.codes.most_common())
        slowest = f"{self.slowest:.2f} s (input {self.slowest_number})"
        return f"fuzz: format={self.name} inputs={self.codes.total()} errors by code={codes} slowest={slowest} failures={self.failures}"


def fuzz(name: str, seed: int, numbers: Iterator[int], keep: Path | None) -> Tally:
    """Read the files of these numbers; those that bring trouble are told at once and kept in the folder `keep`."""
    tally = Tally(name)
    for number in numbers:
        data = damaged(name, seed, number)
        ended = outcome_apart(data)
        tally.add(number, ended)
        if ended.troubles:
            sys.stdout.write(
                f"--- {name} seed {seed} input {number}: {ended.code}\n" + "\n".join(ended.troubles) + "\n"
            )
            sys.stdout.flush()
        if ended.troubles and keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{name}-{seed}-{number}").write_bytes(data)
    return tally


def _numbers_for(minutes: float, first: int) -> Iterator[int]:
    deadline = time.monotonic() + minutes * 60
    while time.monotonic() < deadline:
        yield first
        first += 1


def main() -> int:
    """Fuzz one format, or all in turn; the exit status is 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.properties.fuzz", description=__doc__)
    parser.add_argument("--format", choices=[*FORMATS, "all"], default="all")
    parser.add_argument("--minutes", type=float, default=1, help="for each format")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="the number of the first file")
    parser.add_argument("--keep", type=Path, help="the folder that files which bring trouble are kept in")
    asked = parser.parse_args()
    failures = 0
    for name in FORMATS if asked.format == "all" else [asked.format]:
        tally = fuzz(name, asked.seed, _numbers_for(asked.minutes, asked.first), asked.keep)
        sys.stdout.write(f"{tally.line()}\n")
        failures += tally.failures
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
