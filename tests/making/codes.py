"""Writes `docs/codes.md`, every code that can stop a report or a file, from the tree of errors: `python -m tests.making.codes`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import Lost, Permanent, ReportError, Transient
from workers.failures import bug_of

PAGE = Path(__file__).parents[2] / "docs" / "codes.md"

HEAD = """# Codes 代码

Every code that a dead letter or a refused file may carry, with the sentence that comes with it; `…` stands for what
differs from case to case. Codes never change, so that filters and alerts may name them
(`--code 'format.*'` takes all that begin so). Written by `make docs` from `pipeline/errors.py`; not edited by hand.

For whom a code is, and what to do once it is mended, is told in [operations.md](operations.md#when-reports-fail-死信).
"""

KINDS: tuple[tuple[type[ReportError], str], ...] = (
    (Permanent, "## At once 不重试\n\nThe file must be mended, or what reads it. Trying the same again cannot help.\n"),
    (Transient, "## After retries 重试后仍失败\n\nSomething around the report was away. Reprocess when it is back.\n"),
    (Lost, "## The process was lost 处理进程终止\n\nTried again alone first, so that it takes no neighbour with it.\n"),
)
BUG = "## Bugs 程序错误\n\n`internal.` and the error's Python type. The dead letter keeps the traceback.\n"


def errors_of(base: type[ReportError]) -> Iterator[type[ReportError]]:
    """Every error below `base` that has a code, in the order of the source."""
    for each in base.__subclasses__():
        if "code" in vars(each):
            yield each
        yield from errors_of(each)


def page() -> str:
    """The whole page; the same on each call."""
    parts = [HEAD]
    for base, says in KINDS:
        parts += [says, _table([(each.code, each.text.zh, each.text.en) for each in errors_of(base)])]
    message = bug_of(Exception(), "normalize").message
    zh, en = (says.replace("Exception", "…") for says in (message.zh, message.en))
    parts += [BUG, _table([("internal.<type>", zh, en)])]
    return "\n".join(parts)


def _table(rows: list[tuple[str, str, str]]) -> str:
    lines = ["| code | 说明 | in English |", "| --- | --- | --- |"]
    lines += [f"| `{code}` | {_open(zh)} | {_open(en)} |" for code, zh, en in rows]
    return "\n".join(lines) + "\n"


def _open(sentence: str) -> str:
    return re.sub(r"\{\w+\}", "…", sentence).replace("|", "\\|")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
