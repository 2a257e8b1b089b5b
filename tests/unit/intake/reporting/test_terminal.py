"""The page on a terminal shows what one error caused once, with its consequences below it."""

import io

import pytest
from rich.console import Console

from intake.reporting import describe_report, print_page

from .pages import hostile, one_error


def printed(lang: str = "zh") -> list[str]:
    file = io.StringIO()
    print_page(Console(file=file, width=200, soft_wrap=True, highlight=False), describe_report(one_error(), lang))
    return file.getvalue().splitlines()


@pytest.mark.parametrize(("lang", "so"), [("zh", "另有 2 条勾稽关系因此不成立："), ("en", "2 more identities fail")])
def test_a_group_is_printed_once_with_its_consequences(lang: str, so: str) -> None:
    lines = printed(lang)
    (head,) = [at for at, line in enumerate(lines) if line.startswith("[1] T3-001")]
    (at,) = [index for index, line in enumerate(lines) if line.strip().startswith(so)]
    assert head < at
    assert [line.strip()[:6] for line in lines[at + 1 : at + 3]] == ["T3-002", "T3-003"]
    assert sum("最可能有误：" in line or "Most probably" in line for line in lines) == 1


def test_marks_are_in_letters_too() -> None:
    assert any("（七）总计" in line and "8✗[1] → 9" in line for line in printed())


def test_what_a_stranger_wrote_gives_no_orders_to_the_terminal() -> None:
    file = io.StringIO()
    print_page(Console(file=file, width=200, soft_wrap=True), describe_report(hostile(), "zh"))
    assert "\u202e" not in file.getvalue()
