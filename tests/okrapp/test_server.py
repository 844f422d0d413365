"""Processes end together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FAMILY = """
import os, time
from okrapp.server import end_with_parent
if child := os.fork():
    print(child, flush=True)
else:
    end_with_parent()
time.sleep(30)
"""


def is_alive(process):
    """Whether it runs; one that has ended but was not yet waited for does not."""
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no such signal")
def test_a_worker_does_not_outlive_a_killed_parent():
    parent = subprocess.Popen([sys.executable, "-c", FAMILY], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    time.sleep(0.2)
    assert is_alive(child)

    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()

    deadline = time.monotonic() + 5
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(child)
