"""`serve` as it runs: web server, worker, clock and broker, in real processes."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.living import descendants, free_port, is_alive, wait_until

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.deep,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes where Linux shows them"),
]
SEND = "from django.core.mail import send_mail; send_mail('件名', '本文', None, ['hanako@example.com'])"
WAKE = """
import time, django; django.setup()
from notifications.tasks import wake
for attempt in range(2):
    began = time.monotonic(); wake([1]); print(time.monotonic() - began)
"""


@pytest.fixture
def home():
    """A folder with a short name: in pytest's own, the broker's socket would have too long a one."""
    with tempfile.TemporaryDirectory(prefix="okr-") as name:
        yield Path(name)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """The file of a database that is up to date; each test starts with a copy of it."""
    home = tmp_path_factory.mktemp("prepared")
    mine = {"VAR_DIR": str(home), "DATABASE_URL": f"sqlite:///{home / 'okr.sqlite3'}", "NO_VENV": "1"}
    mine |= {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    mine["DJANGO_SETTINGS_MODULE"] = "okrapp.settings"
    subprocess.run([sys.executable, "manage.py", "prepare_database"], cwd=ROOT, env=mine, check=True)
    return home / "okr.sqlite3"


@pytest.fixture
def environment(home, prepared):
    shutil.copy(prepared, home / "okr.sqlite3")
    mails = {"EMAIL_URL": f"filemail:///{home / 'mails'}", "DJANGO_SETTINGS_MODULE": "okrapp.settings"}
    mine = {"NO_VENV": "1", "VAR_DIR": str(home / "var"), "DATABASE_URL": f"sqlite:///{home / 'okr.sqlite3'}"}
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | mails | mine


@pytest.fixture
def run(environment):
    """Start a program in this environment; whatever still runs at the end is killed with all that it started."""
    started = []

    def run(*arguments, **extra):
        command = [sys.executable, *arguments]
        output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        process = subprocess.Popen(command, cwd=ROOT, env=environment | extra, start_new_session=True, **output)
        started.append(process)
        return process

    yield run
    for process in started:
        for each in [process.pid, *descendants(process.pid)]:
            if is_alive(each):
                os.kill(each, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def serving(run):
    """`serve`, once all it starts is there: server, its worker, our worker, its child, the clock, the broker."""
    bind = f"127.0.0.1:{free_port()}"
    process = run("manage.py", "serve", "--workers", "1", "--bind", bind)
    wait_until(lambda: len(descendants(process.pid)) == 6, seconds=60)
    return process


def broker_folder(environment):
    return next(Path(environment["VAR_DIR"]).glob("broker-*"))


def mails(environment):
    return list(Path(environment["EMAIL_URL"].removeprefix("filemail:///")).glob("*"))


def send(run, environment, **extra):
    sending = run("manage.py", "shell", "-v0", "-c", SEND, **extra)
    assert sending.wait(60) == 0, sending.stdout.read()
    return wait_until(lambda: mails(environment), seconds=30)


def test_account_mail_is_delivered_at_once(serving, run, environment):
    time.sleep(2)  # the worker listens a moment after its processes are there

    assert send(run, environment, BROKER_FOLDER=str(broker_folder(environment))) < 5


def test_ctrl_c_ends_everything_soon_and_well(serving):
    family = descendants(serving.pid)
    time.sleep(2)
    began = time.monotonic()

    serving.send_signal(signal.SIGINT)

    assert serving.wait(20) == 0
    assert time.monotonic() - began < 8  # about two where nothing else is running
    assert not [each for each in family if is_alive(each)]


def test_nothing_outlives_a_killed_parent(serving):
    family = descendants(serving.pid)

    serving.kill()

    wait_until(lambda: not [each for each in family if is_alive(each)], seconds=20)


def test_the_broker_is_started_again_and_still_holds_what_it_was_told(serving, environment):
    def ask(*words):
        with socket.socket(socket.AF_UNIX) as broker:
            broker.connect(str(broker_folder(environment) / "socket"))
            broker.sendall(" ".join(words).encode() + b"\r\n")
            return broker.recv(1000)

    def answers():
        try:
            return ask("PING").startswith(b"+PONG")
        except OSError:
            return False

    wait_until(answers)
    ask("SET", "kept", "yes")
    time.sleep(1.5)  # it writes to the disk once a second
    before = set(descendants(serving.pid))
    broker = next(each for each in before if b"valkey-server" in Path(f"/proc/{each}/cmdline").read_bytes())

    os.kill(broker, signal.SIGKILL)
    wait_until(lambda: not is_alive(broker))

    wait_until(answers, seconds=10)
    assert b"yes" in ask("GET", "kept")


@pytest.mark.parametrize("folder", ["", "missing"])
def test_without_a_broker_one_process_does_all(run, environment, tmp_path, folder):
    extra = {"BROKER_FOLDER": str(tmp_path / folder)} if folder else {}
    alone = run("-c", "import django; django.setup(); from okrapp.background import worker; worker()", **extra)

    assert send(run, environment, **extra) < 25
    alone.terminate()

    assert alone.wait(10) in {0, -signal.SIGTERM}


def test_a_broker_that_is_gone_holds_nobody_up(run):
    """Neither one that refuses, nor one that never answers; and the second request does not ask."""
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen(50)
        for port, longest in ((1, 1), (mute.getsockname()[1], 5)):
            waking = run("-c", WAKE, BROKER_URL=f"redis://127.0.0.1:{port}/0")
            output, _ = waking.communicate(timeout=60)
            first, second = [float(line) for line in output.splitlines() if line[0].isdigit()]
            assert first < longest
            assert second < 0.1
            assert "mail waits for the dispatcher" in output
