import time

import pytest

from pipeline.document import Span
from pipeline.form import FORM_2019, FORM_2021
from pipeline.tables.columns import request_columns
from pipeline.tables.labels import LabelBook
from pipeline.tables.layouts import text_stream


def texts(text: str) -> list[str]:
    return [cell.text for cell in text_stream(text, Span(0, len(text))).cells]


def test_pipe_rows_give_their_cells_with_or_without_a_leading_pipe() -> None:
    words = texts("| 规章 | 0 | 1 | 2 |\n| 行政许可 | 858 |\n许可 | 3 | 4 |\n")
    assert [word for word in words if word] == ["规章", "0", "1", "2", "行政许可", "858", "许可", "3", "4"]


def test_an_empty_cell_is_a_blank_and_a_run_of_pipes_is_padding() -> None:
    text = "新收 | 0 | | | | | | 0 |\n许可 | 858 | ||\n"
    stream = text_stream(text, Span(0, len(text)))
    row = [cell for cell in stream.cells if cell.row == stream.cells[0].row]
    assert [cell.text for cell in row] == ["新收", "0", "", "", "", "", "", "0"]
    assert not any(cell.padding for cell in row)
    assert [cell.padding for cell in stream.cells if cell.row != stream.cells[0].row] == [False, False, True, True]


def test_tabs_part_cells_and_lines_part_rows() -> None:
    assert texts("新收\t1\t\t\t\t\t\t1\n结转\t0\t0\n") == ["新收", "1", "", "", "", "", "", "1", "结转", "0", "0"]


def test_surplus_line_breaks_between_values_are_blank_cells() -> None:
    assert texts("新收\n\n103\n\n3\n\n\n\n1\n\n\n107") == ["新收", "103", "3", "", "", "1", "", "107"]


@pytest.mark.parametrize("text", ["|" + "\n" * 300_000 + "|" * 9, "|" * 9 + "5\n" * 100_000 + "|", "a|" * 200_000])
def test_senseless_pipes_take_no_quadratic_time(text: str) -> None:
    started = time.process_time()
    texts(text)
    assert time.process_time() - started < 5


BOOK = LabelBook(FORM_2021.table("requests"))


@pytest.mark.parametrize(
    ("text", "previous", "key", "official"),
    [
        ("(一)予以公开", None, "granted", True),
        ("（一） 予 以 公 开", None, "granted", True),
        ("一、本年新收政府信息公开申请数量", None, "new_received", True),
        ("(二)部分公开", None, "partially_granted", False),
        ("5.属于三类内容事务信息", "refused.third_party_rights", "refused.internal_affairs", False),
        ("1、属于国家秘密", None, "refused.state_secret", True),
        ("3.其他", "other.overdue_fee", "other.other", True),
        ("其他", "other.overdue_fee", "other.other", True),
        ("(七)总 计", "other.other", "total", True),
    ],
)
def test_a_label_is_known_by_its_words(text: str, previous: str | None, key: str, *, official: bool) -> None:
    found = BOOK.row(text, previous)
    assert found is not None
    assert (found.row.key, found.official) == (key, official)


@pytest.mark.parametrize(
    ("text", "previous"),
    [
        ("其他", "granted"),
        ("总计", None),
        ("不予公开", None),
        ("自然人", None),
        ("属于行政", None),
        ("12", None),
        ("5.属于三类内务性质信息", "carried_over_in"),
        ("予以公开" * 100, None),
    ],
)
def test_what_names_no_row_is_not_taken_for_one(text: str, previous: str | None) -> None:
    assert BOOK.row(text, previous) is None


def test_the_2019_row_that_names_other_rows_is_only_itself() -> None:
    book = LabelBook(FORM_2019.table("proactive_disclosure"))
    found = book.row("其他对外管理服务事项(指行政许可以外的行政处罚、行政强制)", None)
    assert found is not None
    assert found.row.key == "other_services"


def header(*words: str) -> list[str | None] | None:
    text = "\n".join(words)
    stream = text_stream(text, Span(0, len(text)))
    columns = request_columns(stream.cells)
    return None if columns is None else [column.key if column else None for column in columns]


OFFICIAL = ["natural_person", "commercial", "research", "social_welfare", "legal_service", "other", "total"]


def test_columns_are_told_by_their_header() -> None:
    words = ["自然人", "商业", "企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    assert header(*words) == OFFICIAL
    swapped = header("商业企业", "自然人", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    assert swapped == [OFFICIAL[1], OFFICIAL[0], *OFFICIAL[2:]]


def test_a_subtotal_that_the_form_does_not_have_takes_its_place() -> None:
    words = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "小计", "总计"]
    assert header(*words) == [*OFFICIAL[:6], None, "total"]


def test_a_header_that_contradicts_the_form_gives_no_order() -> None:
    assert header("商业企业", "自然人") is None


def test_a_table_without_any_header_follows_the_form() -> None:
    columns = request_columns([])
    assert columns is not None
    assert [column.key for column in columns if column] == OFFICIAL
