"""Processes live and end together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from okrapp.processes import LONGEST_PAUSE, STEADY_SECONDS, Child
from tests.living import is_alive, wait_until

ROOT = Path(__file__).parents[2]
FAMILY = """
import os, signal, sys, time
from pathlib import Path
from okrapp.processes import Child, Family

def at_work():
    signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.3), print("finished", flush=True), sys.exit()))
    print(os.getpid(), flush=True)
    time.sleep(30)

def leant_on():
    signal.signal(signal.SIGTERM, lambda *_: (print("then the other", flush=True), sys.exit()))
    time.sleep(30)

Family([Child(at_work)], [Child(leant_on)]).run()
"""


@pytest.fixture
def family():
    """A parent with two children; and the id of the first."""
    command = [sys.executable, "-c", FAMILY]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as parent:
        yield parent, int(parent.stdout.readline())
        parent.kill()


def test_a_child_that_died_is_started_again(family):
    parent, child = family

    os.kill(child, signal.SIGKILL)

    assert int(parent.stdout.readline()) != child


def test_children_finish_what_they_do_before_those_they_lean_on(family):
    parent, _child = family
    time.sleep(0.2)

    parent.terminate()

    assert parent.stdout.read().splitlines() == ["finished", "then the other"]
    assert parent.wait() == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no such signal")
def test_no_child_outlives_a_killed_parent(family):
    parent, child = family

    parent.kill()
    parent.wait()

    wait_until(lambda: not is_alive(child))


def test_pauses_grow_up_to_a_bound_and_begin_anew_after_a_steady_run():
    child = Child(print)

    assert [child.next_pause(lived=0.1) for _ in range(7)] == [1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE]
    assert child.next_pause(lived=STEADY_SECONDS + 1) == 1
    assert child.next_pause(lived=0.1) == 2
