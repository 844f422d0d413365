"""Several processes that live and end together under one parent."""

import contextlib
import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import time

logger = logging.getLogger(__name__)

FORK = multiprocessing.get_context("fork")  # what is loaded already need not be loaded again
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
GLANCE_SECONDS = 0.2
PATIENCE_SECONDS = 65  # longer than a mail server may take to answer
FIRST_PAUSE, LONGEST_PAUSE, STEADY_SECONDS = 1, 30, 60


class Child:
    """A process that runs one function. When it ends by itself it is started again, after ever longer pauses."""

    def __init__(self, run):
        self.run = run
        self.process = None
        self.pause = FIRST_PAUSE

    def start(self):
        self.process = FORK.Process(target=live, args=(self.run, os.getpid()))
        self.process.start()
        self.began, self.again = time.monotonic(), None

    def is_alive(self):
        return self.process is not None and self.process.is_alive()

    def look_after(self):
        if self.is_alive():
            return
        now = time.monotonic()
        if self.again is None:
            self.again = now + self.next_pause(now - self.began)
            logger.warning("%s has ended (%s)", self.run.__name__, self.process.exitcode)
        elif now >= self.again:
            self.start()

    def next_pause(self, lived):
        """Seconds to wait before the next start: twice as long as the last time, unless it had run steadily."""
        pause = FIRST_PAUSE if lived > STEADY_SECONDS else self.pause
        self.pause = min(pause * 2, LONGEST_PAUSE)
        return pause

    def tell(self, signal_number):
        if self.is_alive():
            os.kill(self.process.pid, signal_number)

    def wait_or_kill(self):
        """Let the process finish what it is doing, up to PATIENCE_SECONDS."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.is_alive() and time.monotonic() < deadline:
            time.sleep(0.02)
        self.tell(signal.SIGKILL)


class Family:
    """Children in generations: those of one are stopped together, before those of the next, on which they lean."""

    def __init__(self, *generations):
        self.generations = generations
        self.children = [child for generation in generations for child in generation]
        self.asked_to_stop = None

    def run(self):
        """Start those not started yet and keep all alive until SIGINT, SIGTERM or SIGHUP; a second one kills them."""
        for number in STOPPING:
            signal.signal(number, self.note_signal)
        for child in self.children:
            if not child.process:
                child.start()
        while self.asked_to_stop is None:
            for child in self.children:
                child.look_after()
            time.sleep(GLANCE_SECONDS)
        self.stop()

    def note_signal(self, number, frame):
        if self.asked_to_stop is not None:
            self.kill()
        self.asked_to_stop = number

    def stop(self):
        for generation in self.generations:
            for child in generation:
                child.tell(self.asked_to_stop)
            for child in generation:
                child.wait_or_kill()

    def kill(self):
        for child in self.children:
            child.tell(signal.SIGKILL)


def live(run, parent):
    """What every child does first: leave Ctrl-C to the parent, which tells it when to stop, and end with it."""
    os.setpgid(0, 0)
    for number in STOPPING:
        signal.signal(number, signal.SIG_DFL)
    end_with_parent(parent)
    run()


def end_with_parent(parent):
    """Ask Linux to stop this process when the process ``parent`` dies, even by ``kill -9``."""
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit
