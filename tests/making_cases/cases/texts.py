"""Tables as text: every way of LAYOUTS, with blanks where a careful person can place them."""

from __future__ import annotations

from tests.making_cases.base import Case

_F015 = ("F-015", "fail", None)

CASES = (
    Case(name="pipes-closed-city", lines=("T1", "S-results", "S-enforcement"), way="text:pipes_closed", seed=101, year=2021),
    Case(name="pipes-bare-county", lines=("T1",), way="text:pipes_bare", seed=102, body="county", year=2022),
    Case(
        name="pipes-padded-blanks", lines=("T1", "T2"), way="text:pipes_padded", seed=103, body="water",
        sparsity="zeros_blank", encoding="gb18030",
    ),
    Case(
        name="pipes-opened-placeholders", lines=("T1", "V"), way="text:pipes_opened", seed=164, body="town", year=2024,
        sparsity="placeholders",
    ),
    Case(
        name="pipes-tight-blanks", lines=("T2",), way="text:pipes_tight", seed=165, body="health", year=2025,
        sparsity="some_blank",
    ),
    Case(
        name="pipes-empty-columns", lines=("T1", "T2"), way="text:pipes_wide", seed=106, body="police", most=300,
        sparsity="blank_columns",
    ),
    Case(name="pipes-markdown", lines=("T1",), way="text:pipes_markdown", seed=107, body="district", year=2022),
    Case(
        name="pipes-breaks-before-cells", lines=("T3",), way="text:pipes_broken_before", seed=108, body="street",
        sparsity="zeros_blank", quirks=("half_width",),
    ),
    Case(
        name="pipes-breaks-inside-labels", lines=("T3", "L"), way="text:pipes_broken_inside", seed=109, body="brigade",
        year=2021, quirks=("total_lower",),
    ),
    Case(name="pipes-filled-cells-only", lines=("T1",), way="text:pipes_filled_only", seed=110, year=2022),
    Case(
        name="closing-plain-blanks", lines=("T4",), way="text:closing_plain", seed=111, body="autonomous", year=2022,
        sparsity="zeros_blank",
    ),
    Case(name="closing-empty-columns", lines=("T4",), way="text:closing_wide", seed=112, body="office", year=2021),
    Case(
        name="closing-lone-pipe-before-rows", lines=("T4",), way="text:closing_led", seed=113, body="township",
        sparsity="some_blank",
    ),
    Case(name="closing-pads-here-and-there", lines=("T4",), way="text:closing_mixed", seed=114, body="water", year=2024),
    Case(
        name="closing-at-row-ends", lines=("T4",), way="text:closing_at_row_ends", seed=115, body="province", most=300,
        sparsity="zeros_blank", year=2021,
    ),
    Case(
        name="closing-in-turn", lines=("T4",), way="text:closing_alternating", seed=116, body="zone", year=2023,
        sparsity="zeros_blank",
    ),
    Case(
        name="closing-in-turn-padded", lines=("T4",), way="text:closing_alternating_padded", seed=117, body="health",
        year=2024, sparsity="only_totals",
    ),
    Case(
        name="tabs-covered-rows-of-marks", lines=("T5", "V"), way="text:tabs_covered", seed=118, body="county",
        sparsity="rows_of_marks", year=2024,
    ),
    Case(
        name="tabs-merged-blanks", lines=("T5", "T2"), way="text:tabs_merged", seed=119, body="brigade",
        sparsity="zeros_blank", encoding="utf-16",
    ),
    Case(
        name="tabs-padded-other-headings", lines=("T5", "H4"), way="text:tabs_padded", seed=120, body="district",
        year=2025, quirks=("other_headings",),
    ),
    Case(name="tabs-bare-2019", lines=("T5", "V"), way="text:tabs_bare", seed=121, body="city_2", edition="2019",
        year=2019, quirks=("amount_headed",), found=(_F015,), shows="`+3` and 元 in the header of 采购总金额"),
    Case(
        name="flat-thousands", lines=("T6",), way="text:flat", seed=122, body="province", most=3000, year=2022,
    ),
    Case(
        name="flat-placeholders", lines=("T6", "V"), way="text:flat", seed=130, body="autonomous", year=2024,
        sparsity="placeholders", encoding="utf-8-sig",
    ),
    Case(name="lines-one-a-cell", lines=("T6",), way="text:lines_filled", seed=124, body="town", year=2022),
    Case(
        name="run-together", lines=("T7",), way="text:lines_together", seed=125, body="city", most=1, year=2023, prose="no sums",
        found=(("F-009", "uncertain", "new_received"), ("F-009", "uncertain", "total")),
        shows="only rows of single digits can be divided; those with a greater number cannot",
        cells={
            "proactive_disclosure.regulations.issued": 1, "proactive_disclosure.regulations.repealed": 0,
            "proactive_disclosure.regulations.in_force": 7,
        },
    ),
    Case(name="pdf-values-behind-labels", lines=("T9",), way="text:pdf_last", seed=126, body="county", year=2021),
    Case(name="pdf-values-in-the-middle", lines=("T9",), way="text:pdf_middle", seed=127, body="health", year=2022),
    Case(name="pdf-values-below", lines=("T9",), way="text:pdf_below", seed=128, body="zone", year=2024),
    Case(
        name="pdf-group-labels-cut", lines=("T9", "C"), way="text:pdf_groups_cut", seed=129, body="city", year=2023,
        quirks=("radicals",),
    ),
)  # fmt: skip
