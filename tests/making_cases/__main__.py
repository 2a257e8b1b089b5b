"""Writes cases of the corpus and its README: `python -m tests.making_cases [--all | NAME…]`.

Without a name only the README is written and the cases that are not there yet: files that programs print come out a
little different each time, and what stands in the corpus stays as it is. Needs soffice, chromium and qpdf for those.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from .base import Case
from .cases import CASES
from .lines import BY_HAND, LINES
from .refused import REFUSED, Refused

CORPUS = Path(__file__).parents[1] / "corpus"
README = """# The corpus

Each folder is one case: `input.*`, a report written for this project (agencies and places are made up), and
`expected.json`, what must be read from it. Adding a folder adds a test, and a name in the table below.
`python -m tests.making_cases` makes the cases whose recipes stand in `tests/making_cases/`, and this page. What is
expected comes from the truth that a file was printed from, never from what the reader made of it.

`rules/` holds, for each rule of the catalogue, a report that breaks it, one that just does not, and one of which it cannot
be told: a line each, saying what is changed in one consistent report and all that is then found. They are printed in three
layouts when they are read, by `test_rules.py` and by `make accuracy`; a rule that lacks one says why in `lacking.py`.

`reports/` holds whole reports in the words of agencies of all kinds, as prose with a few lines of figures that are printed
into its tables (`tests/making_reports`), each with the findings it must have; most have none. Adding a file adds a test.

| line of LAYOUTS, format or rule | cases |
| --- | --- |
{rows}
"""


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value))


def dumped(value: object, depth: int = 0) -> str:
    """JSON with one line for each row of a table and for each finding."""
    pad = " " * (depth + 1)
    if isinstance(value, Mapping) and (depth == 0 or any(isinstance(each, Mapping) for each in value.values())):
        lines = [
            f"{pad}{json.dumps(key, ensure_ascii=False)}: {dumped(each, depth + 1)}" for key, each in value.items()
        ]
        return "{\n" + ",\n".join(lines) + "\n" + " " * depth + "}"
    if isinstance(value, list) and any(isinstance(each, list) for each in value):
        return "[\n" + ",\n".join(f"{pad}{dumped(each, depth + 1)}" for each in value) + "\n" + " " * depth + "]"
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _write(name: str, suffix: str, data: bytes, expected: Mapping[str, object]) -> None:
    folder = CORPUS / name
    folder.mkdir(exist_ok=True)
    for old in folder.glob("input.*"):
        old.unlink()
    (folder / f"input.{suffix}").write_bytes(data)
    (folder / "expected.json").write_text(dumped(expected) + "\n", "utf-8")


def _make(case: Case | Refused) -> None:
    if isinstance(case, Case):
        _write(case.name, case.printed.suffix, case.printed.data, case.expected())
    else:
        expected = {"format": case.format, "layout": "refused", "error": case.error}
        _write(case.name, case.suffix, case.make(), expected)


def _readme() -> str:
    lines: dict[str, list[str]] = {line: [] for line in LINES}
    for case in CASES:
        for line in case.lines:
            lines[line].append(f"`{case.name}`" + (f" ({case.shows})" if case.shows else ""))
    for name, shown in BY_HAND.items():
        for line in shown:
            lines[line].append(f"`{name}`")
    lines["E"] += [f"`{case.name}` (`{case.error}`)" for case in REFUSED]
    return README.format(rows="\n".join(f"| {LINES[line]} | {', '.join(names)} |" for line, names in lines.items()))


def main(words: list[str]) -> None:
    """Write what was asked for."""
    everything: dict[str, Case | Refused] = {case.name: case for case in CASES}
    everything |= {case.name: case for case in REFUSED}
    names = list(everything) if "--all" in words else words
    for name in names or [name for name in everything if not (CORPUS / name / "expected.json").exists()]:
        _make(everything[name])
    (CORPUS / "README.md").write_text(_readme(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
