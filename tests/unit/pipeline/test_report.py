"""The contract `nianbao.report/1`, as DESIGN gives it, and all stages in one call."""

import hashlib
import json
from decimal import Decimal

import pytest

from pipeline.report import json_schema, to_json
from pipeline.stages import read_report

from .made import small

ABOUT = ["title", "agency", "level", "region", "year", "period", "form", "published_on"]
KEYS = ["schema", "file", *ABOUT, "sections", "tables", "doubts", "findings"]


def as_json(text: str) -> dict[str, object]:
    line = to_json(read_report(text.encode(), "a.txt"))
    assert b"\n" not in line
    loaded = json.loads(line, parse_float=Decimal)
    assert isinstance(loaded, dict)
    return loaded


def test_the_object_has_the_keys_of_the_contract() -> None:
    report = as_json(small())
    assert set(report) == {*KEYS, "pipeline_version", "rules_version", "error"}
    assert report["schema"] == "nianbao.report/1"
    assert report["error"] is None
    assert report["file"] == {
        "name": "a.txt",
        "sha256": hashlib.sha256(small().encode()).hexdigest(),
        "size_bytes": len(small().encode()),
        "media_type": "text/plain",
        "encoding": "utf-8",
    }


def test_level_region_and_period_are_given_where_the_report_tells_them() -> None:
    told = as_json(small().replace("\n一、总体情况", "\n统计期限为2023年1月1日至2023年12月31日。\n一、总体情况"))
    assert (told["level"], told["region"]) == ("department", "青箬市")
    assert told["period"] == {"start": "2023-01-01", "end": "2023-12-31"}
    assert as_json(small())["period"] is None


def test_a_doubt_a_section_and_a_finding_have_their_keys() -> None:
    report = as_json(small(cells={"requests.granted.research": None, "requests.granted.total": 8}))
    sections, doubts, findings = report["sections"], report["doubts"], report["findings"]
    assert isinstance(sections, list)
    assert isinstance(doubts, list)
    assert isinstance(findings, list)
    assert list(sections[0]) == ["number", "key", "heading", "start", "end"]
    assert doubts == [{"table": "requests", "row": "granted", "column": "research", "kind": "blank", "raw": ""}]
    needed = {"rule", "severity", "verdict", "scope", "left", "right", "operands", "quote", "message"}
    assert all(needed <= set(finding) for finding in findings)
    assert set(findings[0]["scope"]) == {"table", "row", "column"}
    assert set(findings[0]["message"]) == {"zh", "en"}


@pytest.mark.parametrize(("written", "value"), [("18.8710", "18.871"), ("0.092", "0.092"), ("43.788万元", "43.788")])
def test_an_amount_is_an_exact_json_number(written: str, value: str) -> None:
    text = small(cells={"proactive_disclosure.fees.amount_10k_cny": written})
    line = to_json(read_report(text.encode(), "a.txt")).decode()
    assert f'"amount_10k_cny":{value}' in line


def test_the_sections_of_the_report_lie_in_its_text() -> None:
    report = read_report(small().encode(), "a.txt")
    for section in report.sections:
        assert small()[section.start : section.end].startswith(section.heading)


@pytest.mark.parametrize(
    ("data", "code", "stage"),
    [
        (b"", "file.empty", "normalize"),
        (b"%PDF-1.4", "format.damaged", "normalize"),
        (bytes(range(128, 256)) * 9, "encoding.unknown", "normalize"),
        ("通知。".encode() * 99, "document.not_a_report", "detect_sections"),
    ],
)
def test_a_file_that_cannot_be_read_gives_the_same_object_with_its_error(data: bytes, code: str, stage: str) -> None:
    report = json.loads(to_json(read_report(data, "b")))
    assert set(report) == {*KEYS, "pipeline_version", "rules_version", "error"}
    assert (report["error"]["code"], report["error"]["stage"]) == (code, stage)
    assert set(report["error"]["message"]) == {"zh", "en"}
    assert report["tables"] == {}


def test_the_schema_names_every_key_of_the_object() -> None:
    schema = json_schema()
    assert set(schema["$defs"]["Report"]["properties"]) == {*KEYS, "pipeline_version", "rules_version", "error"}
