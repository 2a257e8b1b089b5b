"""Writes `docs/rules.md`, the catalogue of rules, from the code that runs them: `python -m tests.making.rules`."""

from __future__ import annotations

from pathlib import Path

from pipeline.checks import RULES
from pipeline.checks.base import Rule
from pipeline.checks.names import SEVERITY_NAMES, SOURCE_NAMES

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"

HEAD = """# Rules 规则

Every rule by which a single report is checked. `nianbao rules list` prints the same, `nianbao rules show T3-001` one of them.
Written by `make docs` from `pipeline/checks/`; not edited by hand.

A finding says `fail` where what was read proves it, and `uncertain` where an unknown figure, or what only another report
tells, decides: 不确定的不算错误. A figure that was not surely read is unknown, and counts as at least 0. Findings that one
wrong figure explains carry the same `group`; their hint (T3-007) names the cells that are most probably wrong, and what each
would have to be. A rule's version rises when what it finds changes.

Two more end the reading of a file, and are codes of [dead letters](codes.md): P-002, under 60 % of the form's figures were
found (`table.unreadable`), and P-005, no section was found or the text is too short (`document.not_a_report`).
"""
GROUPS = {
    "F": "Structure and format 结构与格式",
    "T2": "Table 2 表二",
    "T3": "Table 3 表三",
    "T4": "Table 4 表四",
    "X": "What the text says 正文",
    "P": "On our own reading 系统自检",
}


def page() -> str:
    """The whole page; the same on each call."""
    parts = [HEAD]
    for prefix, heading in GROUPS.items():
        ours = [rule for rule in RULES if rule.id.partition("-")[0] == prefix]
        lines = ["| rule | 级别 severity | 要求 | asks | basis | notes |", "| --- | --- | --- | --- | --- | --- |"]
        parts.append("\n".join([f"## {heading}", "", *lines, *map(_row, ours)]) + "\n")
    return "\n".join(parts)


def _row(rule: Rule) -> str:
    severity = SEVERITY_NAMES[rule.severity]
    basis = rule.basis or SOURCE_NAMES[rule.source].zh
    note = rule.note.removeprefix(rule.id).lstrip(" :;,.")
    cells = (f"{rule.id} v{rule.version}", f"{severity.zh} {severity.en}", rule.title.zh, rule.title.en, basis, note)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
