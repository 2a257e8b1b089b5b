"""`docs/rules.md` is the code's, and names every rule once."""

import re

from pipeline.checks import RULES
from tests.making.rules import PAGE, page


def test_the_page_is_the_catalogue() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make docs`"


def test_every_rule_stands_there_once() -> None:
    assert re.findall(r"^\| ([A-Z]\d?-\d{3}) v", page(), re.MULTILINE) == sorted(
        (rule.id for rule in RULES),
        key=lambda each: (["F", "T2", "T3", "T4", "X", "P"].index(each.partition("-")[0]), each),
    )
