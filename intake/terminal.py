"""Words on a terminal: names of files and texts of reports are shown as they are, never obeyed as markup or controls."""

import unicodedata

from rich.console import Console
from rich.text import Text

_CONTROLS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def plain(words: object) -> Text:
    """Return `words` for printing; control characters (a newline in a file name) are shown escaped."""
    return Text(escaped(str(words)))


def escaped_lines(text: str) -> str:
    """Return text of several lines for printing: a traceback may quote what a stranger wrote."""
    return "\n".join(map(escaped, text.split("\n")))


def escaped(text: str) -> str:
    """Return text for one line, control characters and what turns the direction of writing escaped."""
    return "".join(c.encode("unicode_escape").decode() if unicodedata.category(c) in _CONTROLS else c for c in text)


def on_stdout() -> Console:
    """Return a console for results; a pipe gets lines that are not cut to a terminal's width."""
    console = Console(highlight=False, soft_wrap=True)
    return console if console.is_terminal else Console(highlight=False, soft_wrap=True, width=200)


def on_stderr() -> Console:
    """Return a console for progress and complaints."""
    return Console(stderr=True, highlight=False, soft_wrap=True)
