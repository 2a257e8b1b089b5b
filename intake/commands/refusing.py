"""How a command says that what it was asked for cannot be done: a stable code and both languages, and status 1."""

import sys
from typing import NoReturn

import click

_EXIT_REFUSED = 1


def refuse(code: str, zh: str, en: str) -> NoReturn:
    """Say why on stderr, and end."""
    click.echo(f"[{code}] {zh} {en}", err=True)
    sys.exit(_EXIT_REFUSED)


def refuse_unknown_report(report_id: int) -> NoReturn:
    """There is no report of that number."""
    refuse(
        "report.unknown",
        f"没有编号为 {report_id} 的年报。",
        f"There is no report {report_id}; see `nianbao export --table reports`.",
    )
