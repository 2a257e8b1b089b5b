"""How figures and rules are named: the form's own words in Chinese, the keys in plain words in English."""

from pipeline.form import Form
from pipeline.messages import Message
from pipeline.tables import LEGAL_PERSONS

TABLE_NAMES = {
    "proactive_disclosure": Message("表二", "table 2"),
    "requests": Message("表三", "table 3"),
    "litigation": Message("表四", "table 4"),
}
SEVERITY_NAMES = {
    "error": Message("错误", "error"),
    "warning": Message("警告", "warning"),
    "info": Message("提示", "info"),
}
SOURCE_NAMES = {
    "official": Message("条例、官方格式或收费办法", "the Regulations, the form or the fee rules"),
    "practice": Message("第三方评估惯例", "assessors' practice"),
    "derived": Message("由数据含义推出", "follows from what the figures mean"),
    "own_reading": Message("系统自检", "on our own reading, never blamed on the agency"),
}


def table_name(table: str) -> Message:
    """Return what people call the table of that key."""
    return TABLE_NAMES[table]


def row_name(form: Form, table: str, row: str) -> Message:
    """Return the row's label, without its note in brackets, and its key in words; of a group, the name of its sum."""
    for each in form.table(table).rows:
        if each.key == row:
            return Message(each.label.partition("(")[0], _words(row))
        if each.group and each.key.startswith(f"{row}."):
            return Message(f"{each.group}小计", f"{_words(row)}, subtotal")
    raise KeyError(row)


def column_name(form: Form, table: str, column: str) -> Message:
    """Return the column's label, without its unit, and its key in words; of legal persons, the name of their sum."""
    if column == LEGAL_PERSONS:
        return Message("法人小计", "legal persons, subtotal")
    for row in form.table(table).rows:
        for each in row.columns:
            if each.key == column:
                return Message(each.label.partition("(")[0], _words(column))
    raise KeyError(column)


def cell_name(form: Form, table: str, row: str | None, column: str | None) -> Message:
    """Return row and column in one name, as far as both are given."""
    parts = [row_name(form, table, row)] if row else []
    parts += [column_name(form, table, column)] if column else []
    return Message("·".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _words(key: str) -> str:
    return key.replace("_10k_cny", " (10,000 CNY)").replace(".", ": ").replace("_", " ")
