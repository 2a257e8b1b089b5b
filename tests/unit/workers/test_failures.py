"""What exceptions mean for a report."""

import pytest
from sqlalchemy.exc import OperationalError

from config.settings import WorkSettings
from models.files import FileCorrupt, FileMissing, FileStoreFull, FileStoreUnavailable
from pipeline import errors
from workers.apart import BugApartError
from workers.failures import Failure, backoff, failure_of, lost_failure, may_try_again
from workers.time_limits import SoftTimeLimitExceeded

SETTINGS = WorkSettings(max_attempts=3, backoff_base_s=2, backoff_cap_s=10)


@pytest.mark.parametrize(
    ("error", "code", "kind"),
    [
        (errors.NotAReport(zh="没有标题", en="no heading"), "document.not_a_report", "permanent"),
        (FileMissing("0" * 64), "storage.missing", "permanent"),
        (FileCorrupt("0" * 64), "storage.corrupt", "permanent"),
        (FileStoreFull(), "storage.unavailable", "transient"),
        (FileStoreUnavailable("SlowDown"), "storage.unavailable", "transient"),
        (OSError(5, "Input/output error"), "storage.unavailable", "transient"),
        (OperationalError("select", {}, Exception("gone")), "database.unavailable", "transient"),
        (MemoryError(), "resource.memory", "lost"),
        (SoftTimeLimitExceeded(), "resource.time", "lost"),
        (errors.TimeExceeded(limit_s=30), "resource.time", "lost"),
        (errors.MemoryExceeded(), "resource.memory", "permanent"),  # measured in a process of the report's own
        (errors.ReaderCrashed(reason="SIGSEGV"), "file.crashes_reader", "permanent"),
        (BugApartError("KeyError", ("a.py:f",), "Traceback"), "internal.KeyError", "bug"),
        (ZeroDivisionError("x"), "internal.ZeroDivisionError", "bug"),
        (RecursionError("x"), "internal.RecursionError", "bug"),
    ],
)
def test_each_exception_has_a_code_and_a_kind(error: Exception, code: str, kind: str) -> None:
    failure = failure_of(error, "normalize", SETTINGS)
    assert (failure.code, failure.kind) == (code, kind)
    assert (failure.traceback is not None) == (kind == "bug")


def raised_in(place: str) -> Failure:
    def here() -> None:
        raise KeyError("one")

    def there() -> None:
        raise KeyError("two")

    try:
        {"here": here, "there": there}[place]()
    except KeyError as error:
        return failure_of(error, "parse_tables", SETTINGS)
    raise AssertionError


def test_bugs_of_one_place_share_a_fingerprint_and_others_do_not() -> None:
    assert raised_in("here").fingerprint == raised_in("here").fingerprint
    assert raised_in("here").fingerprint != raised_in("there").fingerprint
    assert len(raised_in("here").fingerprint) == 16


def test_a_bug_in_another_process_keeps_its_own_traceback_and_groups_by_its_own_places() -> None:
    here, there = BugApartError("KeyError", ("a.py:f",), "Traceback: here"), BugApartError("KeyError", ("b.py:g",), "x")
    failure = failure_of(here, "normalize", SETTINGS)
    assert failure.traceback == "Traceback: here"
    assert failure.fingerprint == failure_of(here, "normalize", SETTINGS).fingerprint
    assert failure.fingerprint != failure_of(there, "normalize", SETTINGS).fingerprint


@pytest.mark.parametrize(
    ("error", "attempt", "again"),
    [
        (OSError(5, "x"), 1, True),
        (OSError(5, "x"), 2, True),
        (OSError(5, "x"), 3, False),
        (MemoryError(), 1, True),
        (MemoryError(), 2, True),
        (errors.MemoryExceeded(), 1, False),
        (errors.TimeExceeded(limit_s=30), 1, True),
        (errors.TimeExceeded(limit_s=30), 2, False),
        (SoftTimeLimitExceeded(), 2, False),
        (ValueError("a bug"), 1, False),
        (errors.FormatUnknown(seen="PDF"), 1, False),
    ],
)
def test_only_what_may_pass_is_tried_again_and_not_for_ever(error: Exception, attempt: int, again: bool) -> None:  # noqa: FBT001
    assert may_try_again(failure_of(error, "normalize", SETTINGS), attempt, SETTINGS) is again


def test_a_lost_report_is_tried_again_until_its_attempts_are_used_up() -> None:
    failure = lost_failure("normalize", 2)
    assert failure.code == "worker.lost"
    assert may_try_again(failure, 2, SETTINGS)
    assert not may_try_again(failure, 3, SETTINGS)
    assert "2" in failure.message.en


def test_backoff_grows_is_bounded_and_spread() -> None:
    for attempt, ceiling in ((1, 2), (2, 4), (3, 8), (4, 10), (500, 10)):
        waits = [backoff(attempt, SETTINGS).total_seconds() for _ in range(200)]
        assert 0 <= min(waits) < ceiling / 4
        assert ceiling * 3 / 4 < max(waits) <= ceiling
