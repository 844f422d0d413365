"""Watching processes from outside."""

import socket
import time
from pathlib import Path


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_until(holds, seconds=5, complaint=""):
    """Return how long it took until it held; fail with the complaint when it does not."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, complaint
        time.sleep(0.05)
    return time.monotonic() - began


def is_listening(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def status_of(process):
    """State and parent, or None where there is no such process, or only what was left for its parent to see."""
    try:
        state, parent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return None
    return None if state == "Z" else (state, int(parent))


def is_alive(process):
    return status_of(process) is not None


def descendants(process):
    """The ids of all processes that come from this one."""
    everyone = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    children = [each for each in everyone if (status_of(each) or ("", 0))[1] == process]
    return children + [deeper for child in children for deeper in descendants(child)]
