"""The drill on PostgreSQL: two databases, and every command in a process of its own."""

import json
import os
import subprocess
import sys
import zipfile
from uuid import uuid4

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from psycopg2.extensions import make_dsn

pytestmark = pytest.mark.postgres
FILL = """
from django.core.management import call_command
from django.utils import timezone
from notifications.models import Delivery
from okrapp.preparation import prepare_database
from people.models import User
prepare_database()
call_command("generate_company", people=40, departments=4, objectives=10, key_results=30, check_ins=90)
for person in User.objects.all()[:5]:
    Delivery.objects.create(
        person=person, company=person.company, kind="digest", period="2025-W02", expires_at=timezone.now()
    )
"""
LOOK = """
from collections import Counter
from django.test import Client
from notifications.domain.switch import may_send
from notifications.models import Delivery
from people.models import User
client = Client()
client.force_login(User.objects.filter(is_active=True).first())
print(client.get("/", headers={"host": "127.0.0.1"}).status_code, may_send())
print(dict(Counter(Delivery.objects.values_list("state", "reason"))))
"""


class Server:
    """Databases of one's own on the server that the tests use."""

    def __init__(self, folder):
        given = connection.settings_dict
        wanted = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
        self.address = {name: value for name, value in wanted.items() if value}
        self.folder, self.names = folder, []

    def database(self, template="template1"):
        name = f"okr_drill_{uuid4().hex[:8]}"
        self.execute("postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
        self.names.append(name)
        return name

    def connect(self, database):
        return psycopg2.connect(make_dsn(dbname=database, **self.address))

    def execute(self, database, statement):
        link = self.connect(database)
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute(statement)
            found = cursor.fetchall() if cursor.description else None
        link.close()
        return found

    def manage(self, database, *arguments, **environment):
        """Run manage.py there; return the finished process."""
        at = {"host": "localhost", "port": 5432, "user": "", "password": ""} | self.address
        url = f"postgres://{at['user']}:{at['password']}@{at['host']}:{at['port']}/{database}"
        own = {"DATABASE_URL": url, "VAR_DIR": str(self.folder), "LANG": "C", "LC_ALL": "C"}
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=os.environ | own | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def told(self, database, *arguments):
        done = self.manage(database, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, database, *arguments, **environment):
        done = self.manage(database, *arguments, **environment)
        assert done.returncode == 1
        return done.stderr

    def people(self, database):
        return self.execute(database, "SELECT count(*) FROM people_user")[0][0]

    def schemas(self, database):
        names = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)'"
        return self.execute(database, names)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    if connection.vendor != "postgresql":
        pytest.skip("needs DATABASE_URL")
    made = Server(tmp_path_factory.mktemp("var"))
    yield made
    for name in made.names:
        made.execute("postgres", f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def filled(server):
    database = server.database()
    server.told(database, "shell", "-v0", "-c", FILL)
    return database


@pytest.fixture
def used(server, filled):
    """A database with a company of forty and five mails that wait."""
    return server.database(template=filled)


@pytest.fixture
def archive(server, used, tmp_path):
    """A backup of it."""
    server.told(used, "backup", str(tmp_path / "okr.zip"))
    return tmp_path / "okr.zip"


def with_wrong_rows(archive):
    path = archive.with_name("wrong.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(path, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        manifest["tables"]["people_user"]["rows"] += 1
        new.writestr("manifest.json", json.dumps(manifest))
        new.writestr("database", old.read("database"))
    return path


def test_a_copy_is_whole_and_silent_and_can_be_backed_up_and_replaced_itself(server, used, archive, tmp_path):
    copy, second = server.database(), tmp_path / "second.zip"

    assert "5 waiting mails were put aside" in server.told(copy, "restore", str(archive), "--yes")
    assert server.told(copy, "shell", "-v0", "-c", LOOK).splitlines() == ["200 False", "{('skipped', 'restored'): 5}"]
    assert "okr.W003" in server.manage(copy, "check", "--deploy", "--database", "default").stderr

    server.told(copy, "backup", str(second))
    server.execute(copy, "CREATE TABLE left_over (id int)")
    assert "not empty" in server.refused(copy, "restore", str(second), "--yes")
    server.told(copy, "restore", str(second), "--yes", "--replace")
    assert server.schemas(copy) == [("public",)]
    assert server.execute(copy, "SELECT to_regclass('left_over')") == [(None,)]
    assert server.people(copy) == server.people(used)
    server.told(copy, "check_rollups")


def test_whatever_goes_wrong_the_old_tables_stay(server, used, archive):
    server.execute(used, "UPDATE people_user SET family_name = 'Later'")
    people, replace = server.people(used), ["--yes", "--replace"]

    assert "people_user" in server.refused(used, "restore", str(with_wrong_rows(archive)), *replace)
    other = server.connect(used)
    assert "Other processes" in server.refused(used, "restore", str(archive), *replace)
    other.close()
    assert "pg_dump is not installed" in server.refused(used, "restore", str(archive), *replace, PATH="/")

    assert server.execute(used, "SELECT DISTINCT family_name FROM people_user") == [("Later",)]
    assert (server.people(used), server.schemas(used)) == (people, [("public",)])
    server.told(used, "migrate", "--check")


def test_a_restore_that_was_cut_off_is_begun_again(server, used, archive):
    server.execute(used, "CREATE SCHEMA okr_before_restore")
    server.execute(used, "ALTER TABLE django_session SET SCHEMA okr_before_restore")

    server.told(used, "restore", str(archive), "--yes", "--replace")

    assert server.schemas(used) == [("public",)]
    server.told(used, "migrate", "--check")


def test_programs_older_than_the_server_are_refused(server, used, tmp_path):
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    (tmp_path / "pg_dump").chmod(0o755)

    said = server.refused(used, "backup", str(tmp_path / "okr.zip"), PATH=f"{tmp_path}:{os.environ['PATH']}")

    assert "pg_dump is version 9 and the server is version" in said
    assert not (tmp_path / "okr.zip").exists()
