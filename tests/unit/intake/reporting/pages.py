"""Small reports with known errors, as the tests of pages look at them."""

import msgspec

from pipeline.report import Report
from tests.making import Cell
from tests.unit.pipeline.made import made, read, small

HOSTILE = "<script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"


def one_error() -> Report:
    """The total of natural persons is 8 in place of 9, which breaks three identities; two cells are unknown."""
    cells: dict[str, Cell] = {
        "requests.total.natural_person": 8,
        "requests.granted.research": "/",
        "requests.granted.other": "",
    }
    return read(small(cells=cells))


def hostile() -> Report:
    """A report whose every word is a stranger's: markup, pipes, newlines and marks of direction."""
    text = made(
        sections={1: f"本年度共收到政府信息公开申请19件{HOSTILE}|[点击](javascript:x)。"},
        cells={"proactive_disclosure.licences.decisions": "`见`<b>|*附件*\u202e"},
    )
    report = read(text)
    name = f"{HOSTILE}|\n`*\u202e.txt"
    findings = tuple(msgspec.structs.replace(each, quote=f"{each.quote}{name}") for each in report.findings)
    file = msgspec.structs.replace(report.file, name=name)
    return msgspec.structs.replace(report, title=f"年报{HOSTILE}", agency=HOSTILE, file=file, findings=findings)
