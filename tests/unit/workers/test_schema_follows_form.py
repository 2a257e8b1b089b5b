"""The typed columns of the figure tables are the form's own columns."""

from pipeline.form import FORMS
from workers.storing import ROW_TABLES

KEYS = {"report_id", "run", "position", "row_key", "seen", "places"}


def test_each_table_has_a_column_for_each_of_the_forms_columns_and_no_other() -> None:
    for key, table in ROW_TABLES.items():
        wanted = {column.key for form in FORMS for row in form.table(key).rows for column in row.columns}
        assert set(table.model_fields) - KEYS == wanted
