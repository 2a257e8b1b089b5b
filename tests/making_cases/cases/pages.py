"""Web pages and their archives."""

from __future__ import annotations

from tests.making_cases.base import Case

CASES = (
    Case(name="html-site-blanks", lines=("T10", "H1"), way="html:html_plain", seed=301, year=2023, sparsity="some_blank"),
    Case(
        name="html-tables-in-tables", lines=("T10", "H2"), way="html:html_nested", seed=302, body="county", year=2021,
        encoding="gb18030", sparsity="zeros_blank",
    ),
    Case(name="html-of-word", lines=("T10",), way="html:html_word", seed=303, body="police", year=2022, most=300,
        sparsity="zeros_blank"),
    Case(
        name="html-of-wps", lines=("T10",), way="html:html_wps", seed=304, body="town", year=2024, encoding="gb18030",
        sparsity="placeholders",
    ),
    Case(
        name="html-paragraphs-in-cells", lines=("T10",), way="html:html_paragraphs", seed=305, body="district",
        sparsity="zeros_blank",
    ),
    Case(
        name="html-a-table-a-row", lines=("T10",), way="html:html_row_tables", seed=306, body="water", year=2025,
        sparsity="zeros_blank",
    ),
    Case(name="html-divs", lines=("T10",), way="html:html_divs", seed=307, body="zone", year=2022),
    Case(name="html-rowspan-too-long", lines=("T10",), way="html:html_long_rowspan", seed=308, body="health", year=2023,
        sparsity="some_blank"),
    Case(name="html-colspan-too-wide", lines=("T10",), way="html:html_wide_colspan", seed=309, body="autonomous",
        year=2023, sparsity="zeros_blank"),
    Case(name="html-group-labels-lost", lines=("T10",), way="html:html_lost_label", seed=310, body="city_2", year=2021),
    Case(
        name="html-seventeen-columns", lines=("T12",), way="html:html_plain", seed=311, body="brigade", year=2022,
        quirks=("joined",), sparsity="zeros_blank",
    ),
    Case(
        name="html-ten-columns", lines=("T12",), way="html:html_plain", seed=312, body="office", year=2024,
        quirks=("ten_columns",),
    ),
    Case(
        name="html-three-numbers-for-one", lines=("T12",), way="html:html_plain", seed=313, body="city", year=2023,
        quirks=("three_numbers",),
        found=(("F-009", "fail", "licences"), ("F-009", "fail", "penalties")),
        shows="two rows of table 2 hold three numbers where one belongs",
    ),
    Case(
        name="mhtml-gb2312", lines=("F-mhtml",), way="mhtml:html_plain", seed=314, body="county", year=2023,
        encoding="gb2312", sparsity="zeros_blank",
    ),
    Case(name="mhtml-nested", lines=("F-mhtml",), way="mhtml:html_nested", seed=315, body="water", year=2022,
        sparsity="some_blank"),
)  # fmt: skip
