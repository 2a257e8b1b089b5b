"""A consistent report of which one figure is changed by one: the findings name that cell, and what it was, among the probable."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.checks import Finding
from pipeline.stages import read_report
from tests.making import LAYOUTS, Layout, Truth, consistent_truth, render

layouts: st.SearchStrategy[Layout] = st.sampled_from([*LAYOUTS, "html"])
seeds = st.integers(min_value=0, max_value=2**32)
sizes = st.sampled_from([1, 2, 5, 40, 300])
positions = st.integers(min_value=0, max_value=10_000)
#: Rules on figures alone; what a sentence says of the same cell (T3-008) is a finding of its own.
_ARITHMETIC = ("T2-001", "T3-001", "T3-002", "T3-003", "T3-004", "T4-001")


def places(truth: Truth) -> list[str]:
    """Every figure that identities hold together: tables 3 and 4, and the documents of table 2."""
    tables = {**truth.figures, "proactive_disclosure": {"normative_documents": truth.proactive["normative_documents"]}}
    return [f"{table}.{row}.{column}" for table, rows in tables.items() for row in rows for column in rows[row]]


def value(truth: Truth, place: str) -> int:
    table, rest = place.split(".", 1)
    row, column = rest.rsplit(".", 1)
    cell = truth.figures[table][row][column]
    assert isinstance(cell, int)
    return cell


def named(findings: list[Finding]) -> set[tuple[str, object]]:
    """The probable cells with what each would be."""
    return {
        (f"{cell.table}.{cell.row}.{cell.column}", put_right)
        for each in findings
        if each.hint
        for correction in each.hint.corrections
        for cell, put_right in zip(correction.cells, correction.values, strict=True)
    }


def failures(data: bytes) -> list[Finding]:
    report = read_report(data, "made")
    assert report.error is None
    return [each for each in report.findings if each.verdict == "fail"]


@given(seeds, sizes, layouts, positions, st.sampled_from([1, -1]))
@settings(max_examples=80, derandomize=True, deadline=None)
def test_a_figure_changed_by_one_is_named_among_the_probable_cells(
    seed: int, most: int, layout: Layout, position: int, step: int
) -> None:
    truth = consistent_truth(seed, most=most)
    place = places(truth)[position % len(places(truth))]
    before = value(truth, place)
    after = before + (step if before + step >= 0 else 1)
    findings = [each for each in failures(render(truth.with_cells({place: after}), layout)) if each.rule in _ARITHMETIC]
    if place.startswith("proactive_disclosure"):
        # In force may be more than the year's difference, so that most changes of a document's figures break nothing.
        cells = {f"{cell.table}.{cell.row}.{cell.column}" for each in findings for cell in each.operands}
        assert not findings or place in cells
        return
    assert (place, before) in named(findings)
    assert len({each.group for each in findings}) == 1, "one error is one group"


@given(seeds, sizes, layouts, st.sampled_from(["regulations", "normative_documents"]))
@settings(max_examples=30, derandomize=True, deadline=None)
def test_documents_in_force_one_less_than_the_year_allows_are_named(
    seed: int, most: int, layout: Layout, row: str
) -> None:
    truth = consistent_truth(seed, most=most)
    issued, repealed = (value(truth, f"proactive_disclosure.{row}.{column}") for column in ("issued", "repealed"))
    least = issued - repealed
    assume(least > 0)
    place = f"proactive_disclosure.{row}.in_force"
    assert failures(render(truth.with_cells({place: least}), layout)) == []
    (finding,) = failures(render(truth.with_cells({place: least - 1}), layout))
    assert finding.rule == "T2-001"
    assert place in {f"{cell.table}.{cell.row}.{cell.column}" for cell in finding.operands}


@given(seeds, sizes, layouts)
@settings(max_examples=40, derandomize=True, deadline=None)
def test_in_a_report_in_which_nothing_was_changed_nothing_fires(seed: int, most: int, layout: Layout) -> None:
    assert failures(render(consistent_truth(seed, most=most), layout)) == []
