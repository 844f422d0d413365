"""Other processes: what runs inside the product's settings on one of the databases, and the two servers."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

from bench.databases import address_of
from bench.report import ROOT

HOST = "127.0.0.1"
PRODUCT, FLOORS = "okrapp.settings", "bench.floors.settings"
KEY = "only for measuring " * 4
UNSET = ["BROKER_URL", "DEBUG", "DEMO", "EMAIL_URL", "BEHIND_PROXY", "ALLOW_HTTP", "SECRET_KEY_FILE"]
START_SECONDS = 60


class ProgramFailed(Exception):
    """It ended with an error, which stands above."""


def environment(database, settings=PRODUCT, **more):
    """Production settings on loopback, whatever this shell has set."""
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    return kept | {
        "BASE_URL": f"http://{HOST}",
        "DATABASE_URL": address_of(database),
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": str(ROOT),
        "SECRET_KEY": KEY,
        "VAR_DIR": os.environ.get("VAR_DIR", str(ROOT / "var" / "bench")),
        **more,
    }


def inside(database, name, variables=None, **arguments):
    """Run a module of bench.inside on the database and return what it found."""
    command = ["bench.inside", name, json.dumps(arguments)]
    return json.loads(run_module(command, environment(database, **(variables or {}))).splitlines()[-1])


def floor_session(database, person):
    """The key of a session in which the person is signed in with the floor."""
    return run_module(["bench.floors.sign_in", str(person)], environment(database, FLOORS))


def run_module(command, variables):
    """Run a module with its arguments and return what it printed. Raises ProgramFailed."""
    program = [sys.executable, "-m", *command]
    done = subprocess.run(program, env=variables, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise ProgramFailed(" ".join(command))
    return done.stdout


def product_server(database, counted=False):
    """The port and the process of the product's server."""
    port = free_port()
    arguments = json.dumps({"port": port, "counted": counted})
    return served(port, ["bench.inside", "serve", arguments], environment(database))


def floor_server(database):
    """The port and the process of the floor's server."""
    port = free_port()
    return served(port, ["bench.floors.serve", str(port)], environment(database, FLOORS))


def mail_server():
    """The port and the process of a mail server that takes everything."""
    port = free_port()
    return served(port, ["bench.sink", str(port)], os.environ)


@contextmanager
def served(port, command, variables):
    """The port and the process of a server that runs as long as the block."""
    program = [sys.executable, "-m", *command]
    with subprocess.Popen(program, env=variables, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            yield port, process
        finally:
            process.terminate()


def free_port():
    with socket.create_server((HOST, 0)) as listener:
        return listener.getsockname()[1]


def wait_for(port, process):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((HOST, port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise ProgramFailed("the server did not start")
