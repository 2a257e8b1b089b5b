"""`docs/codes.md` is the code's, and names every code once."""

import re

from pipeline import errors
from tests.making.codes import PAGE, page


def test_the_page_is_the_codes() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make docs`"


def test_every_code_stands_there_once_with_nothing_left_open() -> None:
    coded = {vars(each)["code"] for each in vars(errors).values() if isinstance(each, type) and "code" in vars(each)}
    told = re.findall(r"^\| `([^`]+)`", page(), re.MULTILINE)
    assert sorted(told) == sorted([*coded, "internal.<type>"])
    assert not re.search(r"[{}]", page())
