"""Writes `samples/` and what a reader must find there: `python -m tests.making.samples`."""

from __future__ import annotations

import json
from pathlib import Path

from .specimens import PROSE, SPECIMENS, Specimen

ROOT = Path(__file__).parents[2]
NOT_A_REPORT = "21-news-page.html"

README = """# Samples

Reports written for this project: the agencies, places and figures are made up. Each file shows one thing, so that
`nianbao parse samples/*.txt samples/*.html --jsonl` can be compared with this table by eye;
`tests/making/expected_samples.json` holds every figure and finding for the tests.
Both are written by `python -m tests.making.samples` and are not edited by hand.

| file | agency | layout | shows | rules that must fire |
| --- | --- | --- | --- | --- |
{rows}

No other rule of severity error or warning may fail, except what follows from the planted error: {allowed}.
"""


def _row(specimen: Specimen) -> str:
    layout = f"{specimen.layout}, {specimen.encoding}"
    rules = ", ".join(f"{rule} ({column})" if column else rule for rule, column in specimen.required)
    return f"| `{specimen.file}` | {specimen.truth.agency} | {layout} | {specimen.shows} | {rules or 'none'} |"


def _readme() -> str:
    news = f"| `{NOT_A_REPORT}` | – | html, utf-8 | a news page, not a report | dead letter `document.not_a_report` |"
    rows = sorted([*(_row(specimen) for specimen in SPECIMENS), news])
    allowed = "; ".join(f"{', '.join(s.allowed)} in `{s.file}`" for s in SPECIMENS if s.allowed)
    return README.format(rows="\n".join(rows), allowed=allowed)


def _expected() -> str:
    """One line per table row, so that a change of a figure shows as a change of one line."""
    files: dict[str, object] = {specimen.file: specimen.expected() for specimen in SPECIMENS}
    files[NOT_A_REPORT] = {"error": "document.not_a_report"}
    return _dumped(dict(sorted(files.items()))) + "\n"


def _dumped(value: object, depth: int = 0) -> str:
    if not isinstance(value, dict) or not any(isinstance(inner, dict) for inner in value.values()):
        return json.dumps(value, ensure_ascii=False)
    pad = " " * (depth + 1)
    lines = [f"{pad}{json.dumps(key, ensure_ascii=False)}: {_dumped(inner, depth + 1)}" for key, inner in value.items()]
    return "{\n" + ",\n".join(lines) + "\n" + " " * depth + "}"


def files() -> dict[str, bytes]:
    """Everything that is written, as path below the project's root → content; the same on each call."""
    written = {f"samples/{specimen.file}": specimen.content() for specimen in SPECIMENS}
    written[f"samples/{NOT_A_REPORT}"] = (PROSE / "21_news.html").read_bytes()
    written["docs/samples.md"] = _readme().encode()
    written["tests/making/expected_samples.json"] = _expected().encode()
    return written


def main() -> None:
    """Write the files over those that are there; a file of a specimen that is gone is not removed."""
    for path, content in files().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(content)


if __name__ == "__main__":
    main()
