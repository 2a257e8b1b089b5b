"""How the marks of a cell are written: never by colour alone, and alike wherever a page is drawn."""

from .model import Cell

WRONG = "✗"
_MOST_CIRCLED = 20


def circled(number: int) -> str:
    """Return the number of an issue in a circle, in brackets where there is no such character."""
    return chr(ord("①") + number - 1) if 1 <= number <= _MOST_CIRCLED else f"({number})"


def sign_of(cell: Cell) -> str:
    """Return what stands behind a cell's number: whether it is probably wrong, and the issues that name it."""
    wrong = WRONG if cell.state == "wrong" else ""
    return wrong + "".join(map(circled, cell.numbers))
