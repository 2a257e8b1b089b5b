"""Words on a terminal: names of files and texts of reports are shown as they are, never obeyed as markup or controls."""

import unicodedata

from rich.console import Console
from rich.text import Text

SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def plain(words: object) -> Text:
    """Return `words` for printing; control characters (a newline in a file name) are shown escaped."""
    shown = "".join(
        c if unicodedata.category(c) not in {"Cc", "Cf", "Cs"} else c.encode("unicode_escape").decode()
        for c in str(words)
    )
    return Text(shown)


def on_stdout() -> Console:
    """Return a console for results; a pipe gets lines that are not cut to a terminal's width."""
    console = Console(highlight=False, soft_wrap=True)
    return console if console.is_terminal else Console(highlight=False, soft_wrap=True, width=200)


def on_stderr() -> Console:
    """Return a console for progress and complaints."""
    return Console(stderr=True, highlight=False, soft_wrap=True)
