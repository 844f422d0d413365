"""The processes of the soak: each in a group of its own, so that it can be killed with all its children."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
CELERY = ["-m", "celery", "-A", "okrapp"]


class Program:
    """One program, started again as often as it is killed; what it says is added to one file."""

    def __init__(self, name, arguments, environment, folder):
        self.arguments, self.environment = arguments, environment
        self.log = folder / f"{name}.log"
        self.start()

    def start(self):
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.arguments],
                cwd=ROOT,
                env=os.environ | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def children(self):
        """The process ids of the children that live now."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill(self):
        """Kill it and its children; return how many processes that were."""
        count = 1 + len(self.children())
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        return count

    def stop(self, timeout=120):
        """Ask it to end; return how many seconds that took."""
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(timeout)
        return time.monotonic() - began

    def end(self):
        """Leave nothing of it behind."""
        if self.process.poll() is None:
            self.kill()


def sink(folder, delay_ms, smtp_port, http_port):
    ports = ["--smtp-port", str(smtp_port), "--http-port", str(http_port)]
    return Program("sink", ["-m", "tests.sink", *ports, "--delay-ms", delay_ms], {}, folder)


def worker(environment, folder, count):
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
    return Program("worker", [*CELERY, "worker", "--concurrency", str(count), *quiet], environment, folder)


def beat(environment, folder, number):
    own_files = ["--schedule", str(folder / f"beat{number}"), "--pidfile", ""]
    return Program(f"beat{number}", [*CELERY, "beat", *own_files], environment, folder)
