"""Headings, chrome, labels, values and characters as real pages have them, in layouts that carry them."""

from __future__ import annotations

from tests.making_cases.base import Case

_F008 = ("F-008", "fail", None)
_F015 = ("F-015", "fail", None)
_T2002 = ("T2-002", "fail", "regulations")

CASES = (
    Case(
        name="titles-in-the-preamble", lines=("H1", "H2"), way="text:pipes_closed", seed=201, body="district", year=2021,
        quirks=("titles_in_preamble", "title_twice", "breadcrumbs"), sparsity="zeros_blank",
    ),
    Case(
        name="contents-and-metadata", lines=("H2",), way="text:tabs_merged", seed=202, body="office", year=2023,
        quirks=("contents", "metadata", "footer"),
    ),
    Case(
        name="layout-pipes-around", lines=("T10", "H2"), way="text:pipes_bare", seed=203, body="water", year=2022,
        quirks=("layout_pipes", "signature"), sparsity="some_blank",
    ),
    Case(
        name="text-around-tables", lines=("H3",), way="text:pipes_padded", seed=204, body="county", year=2024,
        quirks=("text_before_tables", "text_after_tables"),
    ),
    Case(
        name="numerals-repeat", lines=("H3",), way="text:closing_padded", seed=205, body="town", year=2023,
        quirks=("repeated_numerals",), found=(("F-002", "fail", None),),
    ),
    Case(
        name="no-numerals", lines=("H3",), way="html:html_plain", seed=206, body="street", year=2022,
        quirks=("no_numerals",), sparsity="zeros_blank",
    ),
    Case(
        name="nested-numbering", lines=("H3",), way="html:html_thead", seed=207, body="autonomous", year=2024,
        quirks=("nested_numbering",),
    ),
    Case(
        name="headings-worded-otherwise", lines=("H4",), way="text:flat", seed=208, body="health", year=2021,
        quirks=("other_headings", "heading_with_text"), sparsity="zeros_blank",
    ),
    Case(
        name="labels-worded-otherwise", lines=("L",), way="html:html_wps", seed=209, body="brigade", year=2022,
        quirks=("other_wordings", "other_marks", "spaced"), found=(_F008, _F008),
        shows="labels of tables 2 and 3 differ from the form",
    ),
    Case(
        name="header-over-two-rows", lines=("L",), way="html:html_plain", seed=210, body="zone", year=2023,
        quirks=("header_in_two_rows", "litigation_named"), sparsity="some_blank",
    ),
    Case(
        name="total-on-another-header-row", lines=("L",), way="html:html_nested", seed=211, body="city_2", year=2021,
        quirks=("total_lower",), sparsity="zeros_blank",
    ),
    Case(
        name="units-in-cells", lines=("V",), way="html:html_plain", seed=212, body="city", year=2022, encoding="gbk",
        quirks=("units",), found=(_F015, _F015, _F015), shows="件, 项 and 元 stand in the cells of all three tables",
    ),
    Case(
        name="thousands-and-full-width", lines=("V", "C"), way="text:tabs_padded", seed=213, body="province", most=3000,
        year=2023, quirks=("thousands", "full_width_digits"), found=(_F015, _F015, _F015),
        shows="`18,342` and `１２` in all three tables",
    ),
    Case(
        name="remarks-in-cells", lines=("V",), way="text:pipes_closed", seed=214, body="water", year=2024,
        sparsity="remarks",
    ),
    Case(
        name="stray-spaces-and-invisible", lines=("C",), way="html:html_paragraphs", seed=215, body="county", year=2023,
        quirks=("stray_spaces", "invisible"),
    ),
    Case(
        name="question-marks-and-lost-years", lines=("C",), way="text:closing_plain", seed=216, body="police", year=2022,
        quirks=("question_marks", "lost_years", "half_width"), sparsity="zeros_blank",
    ),
    Case(
        name="traditional-big5", lines=("C",), way="html:html_plain", seed=217, body="city_2", year=2023,
        quirks=("traditional",), encoding="big5",
    ),
    Case(
        name="radicals-in-pipes", lines=("C",), way="text:pipes_closed", seed=218, body="township", year=2021,
        quirks=("radicals", "indents"), sparsity="some_blank",
    ),
    Case(
        name="utf-16-without-mark", lines=("C",), way="text:tabs_bare", seed=219, body="office", year=2024,
        encoding="utf-16-le",
    ),
    Case(
        name="subtotal-rows", lines=("R",), way="html:html_plain", seed=220, body="city", year=2022, most=90,
        quirks=("subtotal_rows",), shows="an own row 小计 in each group of table 3",
    ),
    Case(
        name="own-row-in-table-2", lines=("R",), way="text:pipes_closed", seed=221, body="brigade", year=2023,
        quirks=("extra_row",), shows="a row that the form does not have",
    ),
    Case(
        name="split-with-header-again", lines=("T9",), way="html:html_plain", seed=222, body="health", year=2023,
        quirks=("split",), sparsity="zeros_blank",
    ),
    Case(
        name="form-of-2019-in-2020", lines=("V", "T10"), way="html:html_nested", seed=223, body="city_2", year=2020,
        edition="2019", quirks=("amount_headed",), found=(_F015,), shows="采购总金额 stands in 元, as its header says",
    ),
    Case(
        name="form-of-2019-one-other", lines=("L", "T1"), way="text:pipes_opened", seed=224, body="water", year=2019,
        edition="2019_one_other", quirks=("amount_headed",), sparsity="zeros_blank", found=(_F015, _T2002),
        shows="采购总金额 stands in 元, as its header says; an office has no 规章",
    ),
    Case(
        name="form-of-2019-still-in-2022", lines=("L",), way="html:html_plain", seed=225, body="street", year=2022,
        edition="2019", quirks=("amount_headed",), found=(("F-004", "fail", None), _T2002),
        shows="the edition is told by the headers, not by the year; a street has no 规章",
    ),
)  # fmt: skip
