"""Workbooks of a report: on one sheet or on several, as people fill them in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from tests.making.grids import Grid, grid_of
from tests.making.labels import SECTIONS
from tests.making.truth import Truth

from .package import OFFICE, content_types, relationships, zipped

MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
NAMESPACE = f"{OFFICE}/spreadsheetml/2006/main"
STYLES = (
    '<fonts><font><sz val="11"/></font></fonts><fills><fill><patternFill patternType="none"/></fill></fills><borders><border/></borders>'
    '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/></cellXfs>'
)
_REFERENCES = f"{OFFICE}/officeDocument/2006/relationships"


class SheetWriter:
    """One worksheet, filled from top to bottom."""

    def __init__(self, width: int, *, shared: list[str] | None = None) -> None:
        self._width, self._shared = width, shared
        self._rows: list[str] = []
        self._merged: list[str] = []

    def line(self, words: str, *, merged: bool = True) -> None:
        """A row of one cell, merged over the whole width or not."""
        row = len(self._rows)
        self._rows.append(f'<row r="{row + 1}">{self._cell(row, 0, words)}</row>')
        if merged:
            self._merged.append(f"{reference(row, 0)}:{reference(row, self._width - 1)}")

    def table(self, grid: Grid) -> None:
        """The cells of a grid with their merged areas."""
        taken: set[tuple[int, int]] = set()
        for cells in grid.rows:
            row, column, drawn = len(self._rows), 0, []
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                places = {(row + down, column + on) for down in range(cell.rowspan) for on in range(cell.colspan)}
                taken |= places
                if len(places) > 1:
                    last = reference(row + cell.rowspan - 1, column + cell.colspan - 1)
                    self._merged.append(f"{reference(row, column)}:{last}")
                drawn.append(self._cell(row, column, cell.text))
                column += cell.colspan
            self._rows.append(f'<row r="{row + 1}">{"".join(drawn)}</row>')

    def xml(self, head: str = "") -> str:
        """The worksheet's part."""
        merges = "".join(f'<mergeCell ref="{area}"/>' for area in self._merged)
        merges = f"<mergeCells>{merges}</mergeCells>" if merges else ""
        return f'<worksheet xmlns="{NAMESPACE}">{head}<sheetData>{"".join(self._rows)}</sheetData>{merges}</worksheet>'

    def _cell(self, row: int, column: int, words: str) -> str:
        place = reference(row, column)
        if not words:
            return f'<c r="{place}" s="0"/>'
        if words.replace(".", "", 1).isdigit():
            return f'<c r="{place}"><v>{words}</v></c>'
        if self._shared is None:
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(words)}</t></is></c>'
        self._shared.append(words)
        return f'<c r="{place}" t="s"><v>{len(self._shared) - 1}</v></c>'


def reference(row: int, column: int) -> str:
    """`B12` for row 11 and column 1."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def workbook(
    sheets: Mapping[str, str], *, shared: list[str] | None = None, styles: str = STYLES, main_type: str = MAIN,
    states: Mapping[str, str] | None = None,
) -> bytes:  # fmt: skip
    """A workbook of worksheets by name; `states` says which are hidden."""
    tabs = "".join(
        f'<sheet name="{name}" sheetId="{index}" r:id="rId{index}" state="{(states or {}).get(name, "visible")}"/>'
        for index, name in enumerate(sheets, 1)
    )
    strings = "".join(f'<si><t xml:space="preserve">{escape(words)}</t></si>' for words in shared or ())
    return zipped(
        {
            "[Content_Types].xml": content_types({"xl/workbook.xml": main_type, **_types(len(sheets))}),
            "_rels/.rels": relationships({"rId1": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": f'<workbook xmlns="{NAMESPACE}" xmlns:r="{_REFERENCES}"><sheets>{tabs}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relationships(
                {
                    **{f"rId{i}": ("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)},
                    "strings": ("sharedStrings", "sharedStrings.xml"),
                    "styles": ("styles", "/xl/styles.xml"),
                }
            ),
            "xl/sharedStrings.xml": f'<sst xmlns="{NAMESPACE}">{strings}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{NAMESPACE}">{styles}</styleSheet>',
            **{f"xl/worksheets/sheet{index}.xml": part for index, part in enumerate(sheets.values(), 1)},
        }
    )


def _types(sheets: int) -> dict[str, str]:
    """The content types of all parts but the main one."""
    kinds = {"sharedStrings": "sharedStrings", "styles": "styles"}
    kinds |= {f"worksheets/sheet{index}": "worksheet" for index in range(1, sheets + 1)}
    return {
        f"xl/{part}.xml": f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"
        for part, kind in kinds.items()
    }


def one_sheet(truth: Truth) -> bytes:
    """The whole report on one sheet, its prose in rows that are merged over the width."""
    shared: list[str] = []
    sheet = SheetWriter(15, shared=shared)
    _fill(sheet, truth, prose=True)
    return workbook({"Sheet1": sheet.xml()}, shared=shared)


def only_tables(truth: Truth) -> bytes:
    """Titles and tables on one sheet, titles in single cells."""
    sheet = SheetWriter(15)
    sheet.line(truth.title, merged=False)
    for number, title in SECTIONS.items():
        sheet.line(title, merged=False)
        if grid := grid_of(truth, number):
            sheet.table(grid)
    return workbook({"年报": sheet.xml()})


def sheet_each(truth: Truth) -> bytes:
    """A sheet for each section, named by its title."""
    sheets = {}
    for number, title in SECTIONS.items():
        grid = grid_of(truth, number)
        sheet = SheetWriter(grid.width if grid else 4)
        sheet.line(f"{truth.title}" if number == 1 else title)
        for line in truth.sections.get(number, "").split("\n"):
            sheet.line(line)
        if grid:
            sheet.table(grid)
        sheets[title] = sheet.xml()
    return workbook(sheets)


def _fill(sheet: SheetWriter, truth: Truth, *, prose: bool) -> None:
    sheet.line(truth.title)
    for number, title in SECTIONS.items():
        sheet.line(title)
        if prose and truth.sections.get(number):
            sheet.line(truth.sections[number])
        if grid := grid_of(truth, number):
            sheet.table(grid)


WORKBOOKS: dict[str, Callable[[Truth], bytes]] = {
    "one sheet": one_sheet,
    "only tables": only_tables,
    "a sheet for each section": sheet_each,
}
