"""The running API held against its own description by a program that tries whatever that allows, and forbids."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.deep
TOKEN = """
from kpis.domain.kpis import create_kpi
from people.domain.tokens import create_token
from people.models import User
admin = User.objects.get(email="naoko.takahashi@midori.example")
create_kpi(admin.company, actor=admin, owner=admin, name="Leads", code="FUZZED", definition="Forms sent",
           why="They become deals", category="customer", kind="leading")
print(create_token(admin, actor=None, name="Tests", scope="write")[1])
"""
# A description cannot say which numbers are ids of something, so what fits it may still be refused.
OPTIONS = ["--phases", "examples,coverage,fuzzing", "-n", "20", "--seed", "1", "--no-color"]
KNOWN = '[parameters]\n"path.code" = "FUZZED"\n"path.period" = "2026-10"\n'
OPTIONS += ["--exclude-checks", "positive_data_acceptance"]


@pytest.fixture
def environment(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    mine = {
        "BASE_URL": address,
        "VAR_DIR": str(tmp_path),
        "NO_VENV": "1",
        "API_REQUESTS_PER_MINUTE": "1000000",
        "DJANGO_SETTINGS_MODULE": "okrapp.settings",
    }
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | mine


@pytest.fixture
def token(environment):
    def manage(*arguments):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout

    manage("prepare_database")
    manage("load_demo")
    return manage("shell", "--no-imports", "-c", TOKEN).split()[-1]


@pytest.fixture
def address(environment, token):
    """Where the API is served, whose server takes addresses of any length."""
    place = environment["BASE_URL"].removeprefix("http://")
    options = ["--bind", place, "--threads", "4", "--limit-request-line", "0"]
    command = [sys.executable, "-m", "gunicorn", "okrapp.wsgi", *options]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_for(environment["BASE_URL"] + "/livez")
        yield environment["BASE_URL"] + "/api/v1/schema/"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(address, seconds=30):
    began = time.monotonic()
    while True:
        try:
            return urllib.request.urlopen(address, timeout=5).close()  # noqa: S310
        except OSError:
            assert time.monotonic() - began < seconds
            time.sleep(0.1)


def test_nothing_fails_and_everything_is_as_described(address, token, tmp_path):
    program = shutil.which("schemathesis", path=str(Path(sys.executable).parent))
    command = [program, "run", address, "--header", f"Authorization: Bearer {token}", *OPTIONS]

    (tmp_path / "schemathesis.toml").write_text(KNOWN)
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout[-8000:]
