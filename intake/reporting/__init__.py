"""Pages that a person hands on: one report, or one batch, described once and drawn as HTML, Markdown or on a terminal."""

from .describing import describe_report
from .html import POLICY
from .model import Page
from .of_batch import describe_batch
from .terminal import print_page
from .written import FILE_FORMATS, PageFormat, written

__all__ = ["FILE_FORMATS", "POLICY", "Page", "PageFormat", "describe_batch", "describe_report", "print_page", "written"]
