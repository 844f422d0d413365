"""From a bare Python to the program's own environment."""

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from okrapp import bootstrap

ROOT = Path(__file__).parents[2]
SOURCES = ["manage.py", "okrapp/bootstrap.py"]


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine on which only the programs added to it exist."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(sys, "executable", str(programs / "none"))

    def add(name, answer, status=0):
        program = programs / name
        program.write_text(f"#!/bin/sh\necho {answer}\nexit {status}\n")
        program.chmod(0o755)
        return str(program)

    return add


@pytest.fixture
def environment(monkeypatch):
    before = {"DATABASE_URL": "postgres://company", "EMAIL_URL_FILE": "/run/mail"}
    monkeypatch.setattr(bootstrap, "os", SimpleNamespace(environ=before, path=os.path))
    return before


@pytest.mark.parametrize("source", SOURCES)
def test_parses_on_python_3_8(source):
    ast.parse((ROOT / source).read_text(), feature_version=(3, 8))


def test_imports_the_standard_library_only():
    tree = ast.parse((ROOT / "okrapp/bootstrap.py").read_text())
    names = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }

    assert names <= sys.stdlib_module_names
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


def test_leaves_other_commands_alone(environment):
    before = dict(environment)

    bootstrap.prepare(str(ROOT), ["manage.py", "migrate"])

    assert environment == before


def test_a_python_is_believed_only_when_it_runs(machine):
    broken = machine("python3.13", "'not installed'", status=127)

    assert bootstrap.probe(broken) is None


def test_takes_the_first_python_that_is_new_enough(machine):
    machine("python3.13", "'shim'", status=127)
    machine("python3.12", "3 12 1 1 1")
    machine("python3", "3 9 1 1 1")

    path, version, _parts = bootstrap.choose_python()

    assert Path(path).name == "python3.12"
    assert version == (3, 12)


def test_names_the_package_that_brings_venv(machine):
    machine("python3", "3 11 1 0 0")

    with pytest.raises(bootstrap.Unmet, match=r"apt install python3\.11-venv$"):
        bootstrap.choose_python()


def test_names_the_package_that_brings_python(machine):
    machine("python3", "3 9 1 1 1")

    with pytest.raises(bootstrap.Unmet, match=r"apt install python3 python3-venv$"):
        bootstrap.choose_python()


def test_fills_the_environment_from_outside_where_it_has_no_pip(machine):
    make, fill = bootstrap.installer("python3", {"ensurepip": False, "pip": True}, "/v", "lock")

    assert make[-1] == "--without-pip"
    assert fill[:5] == ["python3", "-m", "pip", "--python", "/v/bin/python"]


def test_uses_uv_where_there_is_one(machine):
    uv = machine("uv", "")

    make, fill = bootstrap.installer("python3", {}, "/v", "lock")

    assert {make[0], fill[0]} == {uv}
    assert "--require-hashes" in fill


@pytest.fixture
def venv(tmp_path):
    """An environment with the running Python, and its lock file."""
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==5.2.19")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    return str(tmp_path / ".venv"), str(lock)


def test_installs_once_and_again_when_the_lock_changes(venv, monkeypatch):
    folder, lock = venv
    monkeypatch.setattr(bootstrap, "installer", lambda *args: [[sys.executable, "-c", ""]])

    bootstrap.install(folder, lock)

    assert bootstrap.is_installed(folder, lock)
    Path(lock).write_text("django==5.2.20")
    assert not bootstrap.is_installed(folder, lock)


def test_a_broken_install_does_not_count(venv, monkeypatch):
    folder, lock = venv
    monkeypatch.setattr(bootstrap, "installer", lambda *args: [[sys.executable, "-c", "raise SystemExit(1)"]])

    with pytest.raises(subprocess.CalledProcessError):
        bootstrap.install(folder, lock)

    assert not bootstrap.is_installed(folder, lock)


def test_demo_never_sees_the_deployment(environment):
    bootstrap.set_environment("demo", "/app", ["--port", "0"])

    assert environment == {
        "VAR_DIR": "/app/var/demo",
        "DEMO": "1",
        "BASE_URL": "http://127.0.0.1:0",
        "BROKER_FOLDER": "/app/var/demo/broker-127-0-0-1-0",
    }


def test_two_that_serve_at_once_share_no_broker(environment):
    bootstrap.set_environment("serve", "/app", ["--bind", "127.0.0.1:8000"])
    first = environment["BROKER_FOLDER"]
    bootstrap.set_environment("serve", "/app", ["--bind", "unix:/run/okr.sock"])

    assert (first, environment["BROKER_FOLDER"]) == (
        "/app/var/broker-127-0-0-1-8000",
        "/app/var/broker-unix-run-okr-sock",
    )


def test_serve_brings_no_broker_where_there_is_one(environment):
    environment["BROKER_URL"] = "redis://redis"

    bootstrap.set_environment("serve", "/app", [])

    assert "BROKER_FOLDER" not in environment


def test_a_broker_lies_elsewhere_where_its_socket_would_have_too_long_a_name(environment, monkeypatch):
    monkeypatch.setattr(bootstrap.tempfile, "mkdtemp", lambda prefix: f"/short/{prefix}1")

    bootstrap.set_environment("demo", "/app" + "/deep" * 20, ["--port", "0"])

    assert environment["BROKER_FOLDER"] == "/short/okr-broker-1"


def test_no_broker_is_promised_where_there_is_none(environment, monkeypatch):
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)

    bootstrap.set_environment("serve", "/app", [])

    assert "BROKER_FOLDER" not in environment


def test_verify_never_sees_the_deployment(environment):
    bootstrap.set_environment("verify", "/app", [])

    assert environment == {"VAR_DIR": "/app/var/verify"}


@pytest.mark.parametrize(
    ("options", "base_url"),
    [
        ([], "http://127.0.0.1:8000"),
        (["--bind", "127.0.0.1:9000"], "http://127.0.0.1:9000"),
        (["--bind=0.0.0.0:80"], None),
    ],
)
def test_serve_keeps_the_deployment_and_knows_its_own_address(environment, options, base_url):
    bootstrap.set_environment("serve", "/app", options)

    assert environment["DATABASE_URL"] == "postgres://company"
    assert environment.get("BASE_URL") == base_url


def test_serve_is_never_the_demo(environment):
    environment["DEMO"] = "1"

    bootstrap.set_environment("serve", "/app", [])

    assert "DEMO" not in environment


def test_a_taken_port_is_named_and_passed_over(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1]

        port = bootstrap.free_port(str(wanted))

    assert port > wanted
    assert capsys.readouterr().out == f"Port {wanted} is taken; using {port}.\n"


def test_a_port_is_a_number():
    with pytest.raises(bootstrap.Unmet):
        bootstrap.free_port("http")


def test_django_missing_is_said_in_one_line(tmp_path):
    bare = [sys.executable, "-S", "-E", str(ROOT / "manage.py"), "migrate"]

    run = subprocess.run(bare, capture_output=True, text=True, cwd=tmp_path)

    assert run.returncode == 1
    assert run.stderr.count("\n") == 1


def test_a_linked_environment_is_left_alone(tmp_path, monkeypatch):
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "precious").touch()
    (tmp_path / ".venv").symlink_to(shared)
    (tmp_path / "requirements.lock").touch()
    monkeypatch.delenv("NO_VENV", raising=False)

    with pytest.raises(SystemExit, match="is a link"):
        bootstrap.prepare(str(tmp_path), ["manage.py", "demo"])

    assert [path.name for path in shared.iterdir()] == ["precious"]


@pytest.mark.parametrize("parts", [{"ensurepip": True}, {"ensurepip": False}])
def test_an_environment_is_never_emptied(machine, parts):
    commands = bootstrap.installer("python3", parts, "/v", "lock")

    assert "--clear" not in [word for command in commands for word in command]
