"""What a run adds to the sums behind the metrics: each attempt once, what came again, what the reconciler did."""

from models.counters import totals
from models.database import read
from tests.waiting import eventually

from .conftest import System, made_reports, with_fault


def sums(system: System) -> dict[str, dict[str, int]]:
    with read(system.resources.engine) as session:
        return totals(session)


def test_attempts_retries_and_the_reconcilers_acts_are_counted(system: System) -> None:
    files = made_reports(7)
    files["006.txt"] = with_fault(files["006.txt"], "transient")
    with system.worker("tests.integration.faulty_worker"):
        batch = system.submit(files)
        counts = system.finish(batch)
    assert (counts.done, counts.dead) == (6, 1)
    attempts = {row[0]: row[1] for row in system.rows("SELECT stage, count(*) FROM attempt GROUP BY stage")}
    found = sums(system)
    assert attempts == found["stage_reports"] == {
        "normalize": 9, "detect_sections": 6, "parse_tables": 6, "check_consistency": 6,
    }  # fmt: skip
    assert found["stage_retries"] == {"normalize": 2}
    assert found["acts"]["published"] >= 2
    assert all(0 < ms < 60_000 for ms in found["stage_ms"].values())


def test_the_time_until_a_lost_worker_was_missed_is_no_work(system: System) -> None:
    system.submit({"a.txt": with_fault(made_reports(1)["000.txt"], "hang")})
    with system.worker("tests.integration.faulty_worker"):
        eventually(lambda: system.rows("SELECT 1 FROM report WHERE state = 'working'"), "a claim", within_s=20)

    def taken_back() -> bool:
        return system.reconciler.act().lost == 1

    eventually(taken_back, "the end of the lease", within_s=30)
    found = sums(system)
    assert found["acts"]["lost"] == 1
    assert found["stage_retries"] == {"normalize": 1}
    assert found.keys() == {"acts", "stage_retries"}
