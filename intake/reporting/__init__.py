"""Pages that a person hands on: one report, or one batch, described once and drawn as HTML, Markdown or on a terminal.

A batch's page (`of_batch`) and the marks on findings (`of_marks`) are not handed on here: they need the database, and
`parse` starts without one.
"""

from .describing import describe_report
from .html import POLICY
from .model import Page
from .terminal import print_page
from .written import FILE_FORMATS, PageFormat, written

__all__ = ["FILE_FORMATS", "POLICY", "Page", "PageFormat", "describe_report", "print_page", "written"]
