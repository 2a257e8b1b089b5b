"""The time of a chunk: given up softly, then ended whatever it does."""

import os
import signal
import subprocess
import sys
import time

import pytest

from workers.time_limits import SoftTimeLimitExceeded, time_limits

LONG_S = 60.0
HOLDING = """
import ctypes, signal
from workers.time_limits import time_limits
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
with time_limits(0.1, 0.3):
    ctypes.PyDLL(None).sleep(60)
print("it went on")
"""


def test_a_block_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(SoftTimeLimitExceeded), time_limits(0.05, LONG_S):
        time.sleep(LONG_S)


def test_nothing_comes_after_the_block() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with time_limits(LONG_S, LONG_S):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) == before


def test_a_call_that_no_signal_reaches_ends_with_the_process_and_says_where_it_was() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", HOLDING], capture_output=True, text=True, timeout=LONG_S, check=False, env=os.environ
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert 'File "<string>", line 6 in <module>' in ended.stderr
