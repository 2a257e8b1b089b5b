"""The four stages in order, and all of them at once for one file in this process."""

import hashlib
from typing import Literal

from .checks import UNCHANGED, Policy, check_consistency
from .document import Document
from .errors import ReportError
from .formats import Converter, read_document, without_libreoffice
from .outline import Outline
from .report import File, Report, build_report, failed_report
from .sections import detect_sections
from .tables import Reading, parse_tables

Stage = Literal["normalize", "detect_sections", "parse_tables", "check_consistency"]
STAGES: tuple[Stage, ...] = ("normalize", "detect_sections", "parse_tables", "check_consistency")

normalize = read_document


def read_report(data: bytes, name: str, convert: Converter = without_libreoffice, policy: Policy = UNCHANGED) -> Report:
    """Return the report in `data`; a file that cannot be read gives a report with its error, never an exception.

    `name` is only shown; `convert` reads what only LibreOffice can. Bugs and running out of memory are not caught.
    """
    file = File(name=name, sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))
    stage: Stage = "normalize"
    try:
        document: Document = normalize(data, convert)
        stage = "detect_sections"
        outline: Outline = detect_sections(document)
        stage = "parse_tables"
        reading: Reading = parse_tables(document, outline)
    except ReportError as error:
        return failed_report(file, error, stage, policy)
    findings = check_consistency(document, outline, reading, policy)
    return build_report(file, document, outline, reading, findings, policy)
