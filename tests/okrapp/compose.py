"""docker-compose.yml without an engine: its services as processes of this machine."""

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
VARIABLE = re.compile(r"\$\{(\w+)(?::-(.*?)|:\?.*?)?\}")
SECONDS = {"s": 1, "m": 60}


def composed():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def image_environment():
    """What the last stage of the Dockerfile sets."""
    last_stage = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    words = shlex.split(re.search(r"^ENV (.*)$", last_stage, flags=re.MULTILINE)[1])
    return dict(word.split("=", 1) for word in words)


def filled_in(text, variables):
    """The text with what compose would put in place of ${NAME}, ${NAME:-default} and ${NAME:?complaint}."""
    return VARIABLE.sub(lambda found: variables.get(found[1]) or found[2] or "", text).replace("$$", "$")


def environment_of(service, variables):
    """The service's variables; those without a value are taken from outside, where nothing is set here."""
    return {
        name: filled_in(str(value), variables)
        for name, value in service.get("environment", {}).items()
        if value is not None
    }


def grace_of(service):
    number, unit = re.fullmatch(r"(\d+)([sm])", service["stop_grace_period"]).groups()
    return int(number) * SECONDS[unit]


class Service:
    """One service that runs; what it says goes into a file."""

    def __init__(self, name, command, environment, folder):
        self.log = folder / f"{name}.log"
        self.environment = environment
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def run(self, *command):
        """What `docker compose exec` would do; return what it said."""
        run = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=60)
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def stop(self, grace):
        """Ask it to end; return its exit code. Raises TimeoutExpired where the grace is not enough."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=grace)

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def path_with_this_python():
    return f"{Path(sys.executable).parent}:{os.environ['PATH']}"
