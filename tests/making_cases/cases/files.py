"""Word documents, workbooks and PDFs: by hand in the structures that real ones have, and by LibreOffice and Chromium."""

from __future__ import annotations

from tests.making_cases.base import Case

_DOCX = (
    ("merged", "city", 2023, "some_blank"),
    ("strict", "county", 2022, "full"),
    ("merged to the right", "water", 2021, "zeros_blank"),
    ("split at a page", "health", 2024, "zeros_blank"),
    ("nested", "town", 2023, "zeros_blank"),
    ("in text boxes", "police", 2022, "full"),
    ("in content controls", "district", 2025, "zeros_blank"),
    ("tracked changes", "brigade", 2023, "zeros_blank"),
    ("hidden text", "zone", 2021, "zeros_blank"),
    ("automatic numbers", "street", 2024, "placeholders"),
)
_XLSX = (("one sheet", "city_2", 2023, "some_blank"),)
_DRAWN = (
    ("all", "city", 2023, "some_blank"),
    ("cells", "county", 2022, "zeros_blank"),
    ("dashed 30", "water", 2021, "zeros_blank"),
    ("none", "province", 2024, "full"),
)
_CHROMIUM = (
    ("ruled", "district", 2023, "zeros_blank"),
    ("numbered", "police", 2022, "some_blank"),
    ("bare", "zone", 2024, "full"),
    ("three_lines", "town", 2021, "full"),
)
_SOFFICE = (
    ("doc", "city", 2023, "zeros_blank"),
    ("wps", "water", 2022, "some_blank"),
    ("rtf", "county", 2021, "zeros_blank"),
    ("odt", "health", 2024, "zeros_blank"),
    ("ods", "town", 2023, "zeros_blank"),
    ("xls", "police", 2022, "full"),
    ("et", "zone", 2024, "zeros_blank"),
    ("docx", "street", 2023, "zeros_blank"),
    ("xlsx", "autonomous", 2022, "some_blank"),
    ("pdf", "brigade", 2023, "zeros_blank"),
)
_SHOWS = {"chromium": "printed by Chromium", "soffice": "written by LibreOffice", "pdf": "drawn over several pages"}


def _slug(name: str) -> str:
    return name.replace(" ", "-").replace("_", "-")


def _cases(kind: str, prefix: str, rows: tuple[tuple[str, str, int, str], ...], seed: int) -> tuple[Case, ...]:
    return tuple(
        Case(
            name=f"{prefix}-{_slug(name)}",
            lines=(f"F-{name if kind == 'soffice' else {'chromium': 'pdf'}.get(kind, kind)}",),
            way=f"{kind}:{name}",
            seed=seed + index,
            body=body,
            year=year,
            sparsity=sparsity,
            most=(40, 9, 300)[index % 3],
            shows=_SHOWS.get(kind, ""),
        )
        for index, (name, body, year, sparsity) in enumerate(rows)
    )


CASES = (
    *_cases("docx", "docx", _DOCX, 461),
    *_cases("xlsx", "xlsx", _XLSX, 421),
    Case(
        name="xlsx-only-tables",
        lines=("F-xlsx",),
        way="xlsx:only tables",
        seed=425,
        body="county",
        year=2022,
        sparsity="zeros_blank",
        prose="no sums",
        found=(("F-018", "uncertain", None), ("F-019", "uncertain", None), ("F-021", "fail", None)),
        shows="headings and tables without prose, so nothing is said of fees",
    ),
    *_cases("pdf", "pdf-drawn", _DRAWN, 481),
    *_cases("chromium", "pdf-chromium", _CHROMIUM, 441),
    *_cases("soffice", "libreoffice", _SOFFICE, 491),
)
