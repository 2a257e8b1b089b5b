"""The file of rules that the settings name; what it says is for the checks to understand."""

from pathlib import Path

SHIPPED = Path(__file__).with_name("rules.toml")


def rules_text(file: str) -> str:
    """Return the text of the file, or of the one that is shipped where none is named.

    Raises `OSError` where it cannot be read and `UnicodeDecodeError` where it is not UTF-8.
    """
    return (Path(file) if file else SHIPPED).read_text("utf-8-sig")
