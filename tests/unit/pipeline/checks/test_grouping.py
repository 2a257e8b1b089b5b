"""One error that breaks several identities is one group, and its hint names the cell and what it would have to be."""

from tests.making import Cell
from tests.unit.pipeline.made import read, small

FAILED = ("T3-", "T4-", "X-", "F-017")


def groups(cells: dict[str, Cell], section_1: str | None = None) -> dict[int | None, list[str]]:
    found: dict[int | None, list[str]] = {}
    for each in read(small(section_1, cells=cells)).findings:
        if each.rule.startswith(FAILED):
            found.setdefault(each.group, []).append(each.rule)
    return found


def corrections(cells: dict[str, Cell], section_1: str | None = None) -> list[list[tuple[str, object]]]:
    """The corrections of the first finding with a hint: each a list of cells and what they would be."""
    report = read(small(section_1, cells=cells))
    hint = next(each.hint for each in report.findings if each.hint)
    return [
        [(f"{c.table}.{c.row}.{c.column}", value) for c, value in zip(each.cells, each.values, strict=True)]
        for each in hint.corrections
    ]


def test_a_wrong_cell_is_the_cause_of_its_row_and_its_column() -> None:
    cells: dict[str, Cell] = {"requests.granted.natural_person": 8}
    assert groups(cells) == {1: ["T3-002", "T3-003"]}
    assert corrections(cells) == [[("requests.granted.natural_person", 6)]]


def test_a_wrong_total_of_a_column_breaks_three_identities_and_is_one_group() -> None:
    cells: dict[str, Cell] = {"requests.total.natural_person": 8}
    assert groups(cells) == {1: ["T3-001", "T3-002", "T3-003"]}
    assert corrections(cells) == [[("requests.total.natural_person", 9)]]


def test_two_errors_apart_are_two_groups() -> None:
    cells: dict[str, Cell] = {"requests.granted.natural_person": 8, "requests.new_received.commercial": 4}
    assert groups(cells) == {1: ["T3-001", "T3-003"], 2: ["T3-002", "T3-003"]}


def test_more_carried_over_than_came_in_goes_with_the_sum_that_it_breaks() -> None:
    cells: dict[str, Cell] = {"requests.carried_over_out.natural_person": 20}
    assert groups(cells) == {1: ["T3-001", "T3-003", "T3-004"]}


def test_a_cell_and_its_total_that_are_wrong_alike_are_one_error() -> None:
    cells: dict[str, Cell] = {"requests.granted.natural_person": 7, "requests.granted.total": 8}
    assert groups(cells) == {1: ["T3-002", "T3-002"]}
    assert [("requests.granted.natural_person", 6), ("requests.granted.total", 7)] in corrections(cells)


def test_a_sentence_speaks_for_one_of_several_corrections() -> None:
    cells: dict[str, Cell] = {"requests.new_received.natural_person": 8, "requests.new_received.total": 9}
    said = "维护网站,办理培训。全年共收到政府信息公开申请10件。"
    assert len(corrections(cells)) > 1
    assert corrections(cells, said) == [
        [("requests.new_received.natural_person", 9), ("requests.new_received.total", 10)]
    ]
    assert groups(cells, said) == {1: ["T3-001", "T3-001", "X-001"]}


def test_a_number_cut_in_two_goes_with_the_sum_of_its_row() -> None:
    cells: dict[str, Cell] = {
        "requests.granted.natural_person": 1,
        "requests.granted.commercial": 6,
        "requests.granted.total": 16,
    }
    assert any("F-017" in rules and "T3-003" in rules for rules in groups(cells).values())


def test_an_unknown_figure_is_no_cause_and_a_lone_finding_has_no_group() -> None:
    assert groups({"litigation.reconsideration.total": 4}) == {None: ["T4-001"]}
    cells: dict[str, Cell] = {"requests.granted.natural_person": "/", "requests.granted.commercial": 60}
    assert set(groups(cells)) <= {None, 1}
    assert all("natural_person" not in place for each in corrections(cells) for place, _ in each)


def test_a_hint_ends_in_what_to_check() -> None:
    for place in ("requests.granted.natural_person", "litigation.reconsideration.total", "requests.total.other"):
        hint = next(each.hint for each in read(small(cells={place: 5})).findings if each.hint)
        assert "核对" in hint.message.zh
        assert "heck" in hint.message.en
