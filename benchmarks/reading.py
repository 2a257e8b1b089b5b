"""`make bench-reading`: processor time and peak memory of reading the corpus, per format, against the goals.

The time is that of the four pure stages in this process, without LibreOffice; the memory is that of a fresh process
that reads the files of one format and nothing else.
"""

from __future__ import annotations

import itertools
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.memory import peak_mb
from pipeline.checks import check_consistency
from pipeline.sections import detect_sections
from pipeline.stages import STAGES, normalize
from pipeline.tables import parse_tables

CORPUS = Path(__file__).parents[1] / "tests" / "corpus"
#: Suffix → the most milliseconds that the median report may take, a PDF of four pages.
GOALS_MS = {"txt": 5.0, "html": 10.0, "mhtml": None, "docx": 60.0, "xlsx": None, "pdf": 500.0}
CHECKS_GOAL_MS = 2.0  # the checks alone, of texts and web pages; a PDF's times are those of another number of pages
_PLAIN = frozenset({"txt", "html"})
_PAGES = 4
_TIMES = 3
_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of each stage, in their order."""

    stages_ms: tuple[float, ...]

    @property
    def whole_ms(self) -> float:
        """All stages together."""
        return sum(self.stages_ms)


def files() -> dict[str, list[Path]]:
    """The reports of the corpus by suffix."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(CORPUS.glob("*/input.*")):
        suffix, is_refused = path.suffix[1:], b'"layout": "refused"' in (path.parent / "expected.json").read_bytes()
        if suffix in GOALS_MS and not is_refused:
            found[suffix].append(path)
    return {suffix: found[suffix] for suffix in GOALS_MS if found[suffix]}


def _page_count(path: Path) -> int:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # noqa: PLC0415 - only PDFs need it

    with PdfDocument(path) as document:
        return len(document)


def once(data: bytes) -> Measured:
    """Take a report through the stages in this process."""
    marks = [time.process_time()]
    document = normalize(data)
    marks.append(time.process_time())
    outline = detect_sections(document)
    marks.append(time.process_time())
    reading = parse_tables(document, outline)
    marks.append(time.process_time())
    check_consistency(document, outline, reading)
    marks.append(time.process_time())
    return Measured(tuple((after - before) * 1000 for before, after in itertools.pairwise(marks)))


def _measured(path: Path) -> Measured:
    """The quickest of some times, as what the machine does besides only adds to it; a PDF's as if it had four pages."""
    data = path.read_bytes()
    best = min((once(data) for _ in range(_TIMES)), key=lambda each: each.whole_ms)
    scale = _PAGES / _page_count(path) if path.suffix == ".pdf" else 1
    return Measured(tuple(ms * scale for ms in best.stages_ms))


def _peak_mb(paths: Sequence[Path]) -> float:
    """The most memory of a new process that reads these files."""
    words = [sys.executable, "-m", "benchmarks.reading", "--read", *map(str, paths)]
    done = subprocess.run(words, check=True, capture_output=True, text=True, timeout=_LIMIT_S)
    return float(done.stdout)


def _row(suffix: str, paths: Sequence[Path]) -> str:
    reports = [_measured(path) for path in paths]
    medians = [statistics.median(column) for column in zip(*(each.stages_ms for each in reports), strict=True)]
    whole = statistics.median(each.whole_ms for each in reports)
    most = max(each.whole_ms for each in reports)
    goal = GOALS_MS[suffix]
    verdict = "" if goal is None else _verdict(whole, goal)
    if suffix in _PLAIN:
        verdict += f", checks {_verdict(medians[-1], CHECKS_GOAL_MS)}"
    times = " ".join(f"{ms:>16.1f}" for ms in medians)
    return f"{suffix:<6} {len(paths):>5} {times} {whole:>8.1f} {most:>8.1f} {_peak_mb(paths):>8.0f}  {verdict}".rstrip()


def _verdict(ms: float, goal_ms: float) -> str:
    return f"{goal_ms:.0f} ms {'met' if ms <= goal_ms else 'MISSED'}"


def table() -> Iterator[str]:
    """The lines to print: medians in milliseconds, the slowest report, and the peak in megabytes."""
    yield f"{'format':<6} {'files':>5} {' '.join(f'{stage:>16}' for stage in STAGES)} {'all, ms':>8} {'slowest':>8} {'peak, MB':>8}  goal"
    yield from (_row(suffix, paths) for suffix, paths in files().items())
    yield f"(medians of processor time, the best of {_TIMES} times, PDFs as if of {_PAGES} pages; a process that reads nothing: {_peak_mb(()):.0f} MB)"


def main(words: Sequence[str]) -> None:
    """Print the table, or with `--read` read the files that are named and print this process's peak in megabytes."""
    if words[:1] == ["--read"]:
        for path in words[1:]:
            once(Path(path).read_bytes())
        sys.stdout.write(f"{peak_mb()}\n")
        return
    for line in table():
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
