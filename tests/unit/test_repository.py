"""What must hold of the repository itself."""

import json
import re
import subprocess
from pathlib import Path

from pipeline.report import json_schema

ROOT = Path(__file__).parents[2]


def test_the_published_schema_is_the_codes() -> None:
    published = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))
    assert published == json.loads(json.dumps(json_schema())), "run `make docs`"


def test_requirements_are_pinned_by_hash_and_name_no_index() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        lines = path.read_text("utf-8").splitlines()
        pinned = [line for line in lines if not line.startswith((" ", "#")) and line.strip()]
        assert pinned
        assert all("==" in line for line in pinned)
        assert not re.search(r"https?://|--(extra-)?index|--find-links", "\n".join(lines))


def test_every_make_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert {line.split()[0] for line in shown.splitlines()} == set(phony.split())


def test_readmes_stay_short_and_their_links_lead_somewhere() -> None:
    for name in ("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text("utf-8")
        assert name.startswith(("ARCH", "CONTR")) or len(text.splitlines()) < 100
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / link).exists(), f"{name} links to {link}"


def test_the_samples_of_the_readme_are_there() -> None:
    numbers = {path.name[:2] for path in (ROOT / "samples").iterdir()}
    rows = re.findall(r"^\| (`\d\d`.*?) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    named = {number for row in rows for number in re.findall(r"`(\d\d)`", row)}
    named |= {f"{n:02d}" for row in rows if "–" in row for n in range(1, 6)}
    assert named == numbers
