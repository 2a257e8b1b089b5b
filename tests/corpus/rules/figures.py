"""F-010 to F-017, T2-001, T3-001 to T3-006, T4: what stands in cells, and figures against each other."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from tests.making import Cell
from tests.making.blocks import Quirk
from tests.making.grids import GridCell
from tests.making.quirks.subtotals import legal_sums, named_groups, subtotal_rows

from .base import CONSISTENT, Change, broken, cells, edited, kept, lacks_row, of, row, untold, with_rows

_P = "proactive_disclosure"
_LICENCES = f"{_P}.licences.decisions"
_FEES = f"{_P}.fees.amount_10k_cny"
_MARK = ("F-011", "fail")
_NOT_THERE = (lacks_row(2, "行政许可"),)
_LACKS = (("F-005", "fail"),)


def _doubtful(*rules: str) -> tuple[tuple[str, str], ...]:
    """A mark instead of a figure, and the rules that it leaves uncertain."""
    return (_MARK, *((rule, "uncertain") for rule in rules))


def _with(quirk: Quirk) -> Change:
    return edited(lambda blocks: quirk(random.Random(0), blocks))


def _sums(old: str, new: str) -> Change:
    """Other numbers, each after a blank, in the one row where these are the numbers that the form does not have."""

    def change(cells: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
        texts = [cell.text for cell in cells if cell.number]
        if texts != old.split(" "):
            return cells
        numbers = iter(new.split(" "))
        return tuple(replace(cell, text=next(numbers)) if cell.number else cell for cell in cells)

    return with_rows(3, change)


def _legal_sum(label: str, old: str, new: str) -> Change:
    """Another number in the column of 法人小计, in the row of that label."""

    def change(cells: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
        if not any(cell.text.startswith(label) for cell in cells):
            return cells
        return tuple(replace(cell, text=new) if cell.number and cell.text == old else cell for cell in cells)

    return with_rows(3, change)


_REVIEWS = "litigation.reconsideration"
_NO_REVIEWS = row(_REVIEWS, upheld=0, corrected=0, pending=0, total=0)
_NOTHING: dict[str, Cell] = {
    f"requests.{key}.{column}": 0 for key, columns in CONSISTENT.requests.items() for column in columns
}

CASES = (
    broken("F-010", "行政许可 is blank", cells({_LICENCES: None})),
    kept("F-010", "it is 0", cells({_LICENCES: 0})),
    untold("F-010", "its row is not there", *_NOT_THERE, finds=_LACKS),
    broken("F-011", "行政许可 is /", cells({_LICENCES: "/"})),
    kept("F-011", "it is 0", cells({_LICENCES: 0})),
    untold("F-011", "its row is not there", *_NOT_THERE, finds=_LACKS),
    broken("F-012", "行政许可 is a remark", cells({_LICENCES: "详见县级平台"})),
    kept("F-012", "it is a number of many digits", cells({_LICENCES: 1234567})),
    untold("F-012", "its row is not there", *_NOT_THERE, finds=_LACKS),
    broken("F-013", "行政许可 is -1", cells({_LICENCES: -1})),
    kept("F-013", "it is 0", cells({_LICENCES: 0})),
    untold("F-013", "its row is not there", *_NOT_THERE, finds=_LACKS),
    broken("F-014", "行政许可 is 26.5", cells({_LICENCES: Decimal("26.5")})),
    kept("F-014", "fees are 26.5", cells({_FEES: Decimal("26.5")})),
    untold("F-014", "its row is not there", *_NOT_THERE, finds=_LACKS),
    broken("F-015", "行政许可 is ９８件", cells({_LICENCES: "９８件"})),
    kept("F-015", "fees have a zero at their end", cells({_FEES: "12.50"})),
    untold("F-015", "its row is not there", *_NOT_THERE, finds=_LACKS),
    broken("F-016", "an office collected 1139889 × 10,000 CNY", cells({_FEES: 1139889})),
    kept("F-016", "it collected 99999", cells({_FEES: 99999})),
    untold("F-016", "100000 is doubtful", cells({_FEES: 100000}), finds=(("F-016", "uncertain"),)),
    broken("F-017", "1 and 2 beside a total of 12", row(_REVIEWS, upheld=1, corrected=2, pending=0, total=12), also=(("T4-001", "fail"),)),
    kept("F-017", "12 and 0 beside it", row(_REVIEWS, upheld=12, corrected=0, pending=0, total=12)),
    untold("F-017", "another cell is not known", row(_REVIEWS, upheld=1, corrected=2, pending="/", total=12), finds=_doubtful("T4-001")),
    broken("T2-001", "1 in force, 3 issued and 1 repealed", row(f"{_P}.normative_documents", in_force=1)),
    kept("T2-001", "2 in force", row(f"{_P}.normative_documents", in_force=2)),
    untold("T2-001", "how many are in force is not known", row(f"{_P}.normative_documents", in_force="/"), finds=_doubtful("T2-001")),
    broken("T2-002", "a city's bureau has 3 rules", row(f"{_P}.regulations", in_force=3)),
    kept("T2-002", "a zone, whose power its name does not tell, has", row(f"{_P}.regulations", in_force=3), of(agency="澄沅经济开发区管理委员会")),
    untold("T2-002", "the title does not name the agency", row(f"{_P}.regulations", in_force=3), of(title="2023年政府信息公开工作年度报告"), finds=(("F-025", "fail"), ("T2-002", "uncertain"))),
    broken("T3-001", "2 are carried over where 1 is left", row("requests.carried_over_out", natural_person=2, total=2)),
    kept("T3-001", "2 are left and carried over", row("requests.carried_over_out", natural_person=2, total=2), row("requests.new_received", natural_person=10, total=13)),
    untold("T3-001", "how many are carried over is not known", row("requests.carried_over_out", natural_person="/"), finds=_doubtful("T3-001", "T3-003")),
    broken("T3-002", "5 granted of 6", row("requests.granted", natural_person=5, total=6)),
    kept("T3-002", "the sixth is refused", row("requests.granted", natural_person=5, total=6), row("requests.refused.state_secret", natural_person=1, total=1)),
    untold("T3-002", "how many are granted is not known", row("requests.granted", natural_person="/"), finds=_doubtful("T3-002", "T3-003")),
    broken("T3-003", "two totals of rows are off in opposite directions", row("requests.granted", total=8), row("requests.partially_granted", total=0)),
    kept("T3-003", "the columns differ as well", row("requests.granted", commercial=2, total=8), row("requests.refused.third_party_rights", commercial=0, total=1)),
    untold("T3-003", "one kind of applicants is not known", row("requests.granted", research="/"), finds=_doubtful("T3-002", "T3-003")),
    broken("T3-004", "3 are carried over of 2", row("requests.carried_over_out", commercial=3, total=4), also=(("T3-001", "fail"),)),
    kept("T3-004", "as many are carried over as came in", row("requests.carried_over_out", commercial=2, total=3), row("requests.granted", commercial=0, total=6), row("requests.refused.third_party_rights", commercial=0, total=1), row("requests.total", commercial=0, total=11)),
    untold("T3-004", "how many came in is not known", row("requests.carried_over_out", commercial=3, total=4), row("requests.new_received", commercial="/"), finds=(*_doubtful("T3-001", "T3-003", "T3-004"), ("T3-001", "fail"))),
    broken("T3-005", "小计 of 不予公开 is one too much", _with(subtotal_rows), _sums("1 1 0 0 0 0 2", "1 1 0 0 0 0 3")),
    kept("T3-005", "each 小计 is the sum of its group", _with(subtotal_rows)),
    untold("T3-005", "the group's name only repeats its first member", row("requests.refused.state_secret", natural_person=1, total=1), row("requests.granted", natural_person=5, total=6), _with(named_groups), _sums("2 1 0 0 0 0 3", "1 0 0 0 0 0 1")),
    broken("T3-006", "法人小计 of 予以公开 is one too much", _with(legal_sums), _legal_sum("（一）", "1", "2")),
    kept("T3-006", "each 法人小计 is the sum of the five", _with(legal_sums)),
    untold("T3-006", "one of the five is not known", row("requests.granted", research="/"), _with(legal_sums), _legal_sum("（一）", "", "1"), finds=_doubtful("T3-002", "T3-003", "T3-006")),
    broken("T4-001", "2 + 1 + 1 are not 5", row(_REVIEWS, total=5)),
    kept("T4-001", "one more is pending", row(_REVIEWS, pending=2, total=5)),
    untold("T4-001", "how many are pending is not known", row(_REVIEWS, pending="/"), finds=_doubtful("T4-001")),
    broken("T4-002", "a suit after no reconsideration", _NO_REVIEWS, verdict="uncertain"),
    kept("T4-002", "a suit after one", row(_REVIEWS, upheld=1, corrected=0, pending=0, total=1)),
    untold("T4-002", "how many there were is not known", row(_REVIEWS, upheld=0, corrected=0, pending=0, total="/"), finds=(_MARK,)),
    broken("T4-003", "disputes though nothing was handled", cells(_NOTHING), verdict="uncertain"),
    kept("T4-003", "one application was handled", cells({**_NOTHING, **{f"requests.{key}.{column}": 1 for key in ("new_received", "granted", "total") for column in ("natural_person", "total")}})),
    untold("T4-003", "how many were carried in is not known", cells({**_NOTHING, "requests.carried_over_in.total": "/"}), finds=_doubtful("T3-001")),
)  # fmt: skip
