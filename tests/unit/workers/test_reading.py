"""What is read here and what apart, and what a reader makes of both."""

import signal
from typing import NoReturn

import pytest

from config.settings import OfficeSettings, Settings, WorkSettings
from pipeline.errors import FormatNeedsLibreOffice, TimeExceeded
from pipeline.formats import Conversion
from pipeline.stages import normalize, read_report
from tests.making import consistent_truth, render
from workers.reading import Reader, is_harmless, processor_time

REPORT = render(consistent_truth(3), "html")
RTF = rb"{\rtf1 words}"


def reader(**work: float) -> Reader:
    return Reader(Settings(work=WorkSettings.model_validate(work), office=OfficeSettings(command="no-such-program")))


@pytest.mark.parametrize(
    ("data", "harmless"),
    [
        ("一、总体情况".encode(), True),
        (REPORT, True),
        (REPORT * 100, False),
        (b"PK\x03\x04", False),
        (b"%PDF-1.7", False),
        (b"junk before %PDF-1.7", False),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", False),
    ],
)
def test_only_small_texts_and_pages_are_read_in_this_process(data: bytes, harmless: bool) -> None:  # noqa: FBT001
    assert is_harmless(data) is harmless


@pytest.mark.parametrize("padding", [0, 200_000])
def test_a_document_and_a_report_are_the_same_wherever_they_are_read(padding: int) -> None:
    data = REPORT + b"<!--" + b"x" * padding + b"-->"
    assert is_harmless(data) is (padding == 0)
    assert reader().document(data) == normalize(data)
    assert reader().report(data, "a.html") == read_report(data, "a.html")


def test_what_is_converted_is_converted_here_and_read_apart() -> None:
    asked: list[Conversion] = []

    def convert(data: bytes, conversion: Conversion) -> bytes:
        assert data == RTF
        asked.append(conversion)
        return REPORT

    found = Reader(Settings(), convert)
    assert found.document(RTF) == normalize(REPORT)
    assert found.report(RTF, "a.rtf").file.size_bytes == len(RTF)
    assert [each.name for each in asked] == ["RTF", "RTF"]


def test_without_libreoffice_the_error_says_how_to_go_on() -> None:
    with pytest.raises(FormatNeedsLibreOffice, match="soffice"):
        reader().document(RTF)
    report = reader().report(RTF, "a.rtf")
    assert report.error is not None
    assert (report.error.code, report.error.stage) == ("format.needs_libreoffice", "normalize")
    assert (report.file.name, report.file.size_bytes) == ("a.rtf", len(RTF))


def test_a_report_that_takes_too_long_is_a_report_with_an_error() -> None:
    rows = "| 规章 | 1 | 2 | 3 |\n" * 4000
    slow = f"一、总体情况\n二、主动公开政府信息情况\n{rows}三、收到和处理政府信息公开申请情况\n{rows}"
    report = reader(report_time_s=0.001).report(slow.encode()[: 120 * 1024], "slow.txt")
    assert report.error is not None
    assert report.error.code == "resource.time"
    assert "0.001 s" in report.error.message.en


def spin() -> NoReturn:
    while True:
        pass


def test_processor_time_is_bounded_in_this_process_too() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with pytest.raises(TimeExceeded), processor_time(0.05):
        spin()
    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_bounds_of_processor_time_may_lie_in_one_another() -> None:
    def spin_after_another_bound() -> NoReturn:
        with processor_time(60):
            pass
        spin()

    with pytest.raises(TimeExceeded, match=r"0\.2 s"), processor_time(0.2):
        spin_after_another_bound()
