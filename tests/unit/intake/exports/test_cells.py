"""What a stranger may write into a name, and what a cell makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.exports.harmless import CUT_MARK, MOST_IN_CELL, fitting, harmless


@pytest.mark.parametrize(
    "text",
    [
        "=1",
        "+1",
        "-1",
        "@a",
        "\ta",
        "\ra",
        "\na",
        " =1",
        "\u3000=1",
        "\ufeff=1",
        "\u200b=1",
        "＝1",
        "＋1",
        "－1",
        "＠a",
    ],
)
def test_what_a_spreadsheet_would_evaluate_begins_with_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_a_terminal_that_shows_the_csv_obeys_nothing() -> None:
    assert harmless("a\x1b[2J\x9b1m\x00\x7f\tb\r\nc") == "a␛[2J\ufffd1m␀␡\tb\r\nc"
    assert harmless("\x1b=1") == "'␛=1"


@pytest.mark.parametrize("text", ["", " ", "云岫县水务局", "a=1", "2023-1", "'=1", "1-2", "—", "《=》"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n \u3000a1，＝'")))
def test_nothing_active_is_ever_first(text: str) -> None:
    assert harmless(text)[:1] not in set("=+-@\t\r\n＝")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=50))
def test_a_workbook_gets_only_what_xml_can_hold(text: str) -> None:
    shown = fitting(text)
    assert all(c in "\t\n" or (c >= " " and c not in "\ufffe\uffff" and not "\x7f" <= c <= "\x9f") for c in shown)


def test_control_characters_are_shown_as_pictures() -> None:
    assert fitting("a\x00\x1b\r\x7f\x85\ufffe\tb\r\nc") == "a␀␛␍␡\ufffd\ufffd\tb\nc"


@pytest.mark.parametrize("character", ["年", "𠮷"])
def test_text_that_a_cell_cannot_hold_is_cut_with_a_mark(character: str) -> None:
    units = len(character.encode("utf-16-le")) // 2
    most = MOST_IN_CELL // units
    assert fitting(character * most) == character * most
    cut = fitting(character * (most + 1))
    assert cut.endswith(CUT_MARK)
    assert MOST_IN_CELL - 1 <= len(cut.encode("utf-16-le")) // 2 <= MOST_IN_CELL
