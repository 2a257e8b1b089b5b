"""The shapes of which a form is made: sections, and tables of labelled rows and columns."""

import msgspec


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a label's cell.

    `key` is the English name in results, `label` the official wording, `variants` other wordings that mean the same.
    """

    key: str
    label: str
    variants: tuple[str, ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """The official wording and then the variants."""
        return (self.label, *self.variants)


class Column(Label, frozen=True, kw_only=True):
    """A column; `amount` says that its values are decimals in 10,000 CNY, `signed` that they may be negative."""

    amount: bool = False
    signed: bool = False


class Row(Label, frozen=True, kw_only=True):
    """A row, its columns in the form's order, and its number as printed (`(一)`, `1`, or empty)."""

    columns: tuple[Column, ...]
    number: str = ""
    group: str = ""
    needs_number: bool = False

    @property
    def span(self) -> int:
        """How many label columns the label takes: in table 3, told by its number, `一` 3, `(一)` 2, `1` 1; else 1."""
        if not self.number or self.number.isdigit():
            return 1
        return 2 if self.number.startswith("(") else 3


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One table: rows in the form's order, and wordings that stand between them and hold no figures."""

    key: str
    title: str
    section: int
    rows: tuple[Row, ...]
    furniture: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many figures the table has."""
        return sum(len(row.columns) for row in self.rows)

    def row(self, key: str) -> Row:
        """Return the row of that key; KeyError if the table has none."""
        for row in self.rows:
            if row.key == key:
                return row
        raise KeyError(key)


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One edition of the official form: three tables, and the headers by which it is told from the other."""

    key: str
    source: str
    tables: tuple[Table, ...]
    marks: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many figures the form has: 200 in the 2021 edition."""
        return sum(table.size for table in self.tables)

    def table(self, key: str) -> Table:
        """Return the table of that key; KeyError if there is none."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)


class Section(Label, frozen=True, kw_only=True):
    """One of the six sections of a report, counted from 1."""

    number: int
