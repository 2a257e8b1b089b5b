"""The bounds of one report in real workers: what hangs, swells or crashes ends alone, and a chunk ends in time."""

from config.settings import WorkSettings

from .conftest import QUICK, System, made_reports, with_fault

APART = b"%PDF-"  # the faulty worker reads what says so in a process of its own


def letters(system: System) -> dict[str, tuple[object, object]]:
    """The code and the attempts of each dead letter, by file name without its suffix."""
    query = "SELECT name, code, attempts FROM dead_letter JOIN report ON report.id = report_id"
    return {str(name).partition(".")[0]: (code, attempts) for name, code, attempts in system.rows(query)}


def test_what_ends_the_process_that_reads_it_is_dead_with_its_code_and_spares_its_neighbours(system: System) -> None:
    faults = ("crash", "exit", "memory", "spin", "network", "program", "kill", "bug")
    spoilt = made_reports(len(faults), seed=1).values()
    files = {f"{fault}.txt": with_fault(data, fault) + APART for fault, data in zip(faults, spoilt, strict=True)}
    batch = system.submit(made_reports(4) | files)
    with system.worker("tests.integration.faulty_worker"):
        counts = system.finish(batch, within_s=120)
    assert (counts.done, counts.dead, counts.balanced) == (4, len(faults), True)
    assert letters(system) == {
        "crash": ("file.crashes_reader", 1),
        "exit": ("file.crashes_reader", 1),
        "memory": ("resource.memory", 1),
        "spin": ("resource.time", 2),
        "network": ("internal.PermissionError", 1),
        "program": ("internal.PermissionError", 1),
        "kill": ("resource.memory", QUICK.max_attempts),
        "bug": ("internal.FaultError", 1),
    }
    assert system.rows("SELECT 1 FROM attempt WHERE outcome = 'lost'") == []
    assert system.rows("SELECT traceback LIKE '%a bug of ours%' FROM dead_letter WHERE code LIKE '%FaultError'") == [
        (True,)
    ]


def test_work_without_end_in_the_pool_process_itself_ends_too(system: System) -> None:
    (data,) = made_reports(1, seed=2).values()
    batch = system.submit(made_reports(2) | {"spin.txt": with_fault(data, "spin")})
    with system.worker("tests.integration.faulty_worker"):
        counts = system.finish(batch, within_s=90)
    assert (counts.done, counts.dead) == (2, 1)
    assert letters(system) == {"spin": ("resource.time", 2)}


def test_a_hang_in_c_that_no_signal_reaches_ends_by_the_hard_limit_and_spares_its_neighbours(system: System) -> None:
    (data,) = made_reports(1, seed=3).values()
    batch = system.submit(made_reports(3) | {"hold.txt": with_fault(data, "hold")})
    with system.worker("tests.integration.faulty_worker"):
        counts = system.finish(batch, within_s=150)
    assert (counts.done, counts.dead) == (3, 1)
    assert letters(system) == {"hold": ("worker.lost", QUICK.max_attempts)}


def test_a_chunk_that_would_take_too_long_hands_the_rest_back_in_time(system: System) -> None:
    files = {name: with_fault(data, "slow") for name, data in made_reports(8).items()}
    batch = system.submit(files)  # one chunk: 8 × 0.8 s, and the soft limit is 4 s
    with system.worker("tests.integration.faulty_worker"):
        counts = system.finish(batch, within_s=90)
    assert (counts.done, counts.dead) == (8, 0)
    assert system.rows("SELECT 1 FROM attempt WHERE outcome NOT IN ('ok', 'released')") == []
    assert system.rows("SELECT 1 FROM attempt WHERE outcome = 'released'")


def test_a_report_may_take_half_the_time_of_a_chunk_at_most() -> None:
    assert WorkSettings().report_limit_s == 30
    assert QUICK.report_limit_s == QUICK.soft_limit_s / 2
