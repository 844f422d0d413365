"""Backup and restore on SQLite: what comes back, and what is left behind."""

import sqlite3
import stat
import threading
import zipfile
from contextlib import closing, contextmanager

import pytest
from django.core.management import CommandError
from django.db import connection
from django.test import Client

from okrapp.backups import sqlite
from okrapp.backups.archive import read_manifest
from okrapp.backups.record import last_backup_at
from people.models import Company, Department, User
from tests.factories import DepartmentFactory
from tests.okrapp.deployments import told
from tests.people.conftest import PASSWORD


@pytest.fixture
def archive(deployments):
    return deployments.back_up("old")


def restore(archive, *arguments):
    return told("restore", str(archive), "--yes", *arguments)


@contextmanager
def somebody_writing(company):
    """Meanwhile a thread adds departments, as fast as it can."""
    done = threading.Event()

    def write():
        while not done.is_set():
            DepartmentFactory(company=company)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    yield
    done.set()
    thread.join()


def test_a_backup_made_while_others_write_comes_back_whole(deployments):
    with deployments.at("old") as folder:
        with somebody_writing(Company.objects.get()):
            told("backup", str(folder / "okr.zip"))
        there_later = Department.objects.count()
    rows = {table: found["rows"] for table, found in read_manifest(folder / "okr.zip").tables.items()}

    with deployments.at("new"):
        restore(folder / "okr.zip")

        assert (Company.objects.count(), User.objects.count()) == (1, 1)
        assert Department.objects.count() == rows["people_department"] <= there_later


def test_people_sign_in_to_the_copy_anew(deployments):
    browser = Client()
    with deployments.at("old") as folder:
        browser.force_login(User.objects.get())
        told("backup", str(folder / "okr.zip"))

    with deployments.at("new"):
        restore(folder / "okr.zip")

        assert browser.get("/").status_code == 302
        signed_in = browser.post("/accounts/login/", {"login": "member@example.com", "password": PASSWORD})
        assert signed_in.url == "/"


def test_the_manifest_says_what_the_archive_holds(archive, tmp_path):
    with zipfile.ZipFile(archive) as packed:
        packed.extract("database", tmp_path)
        assert packed.namelist() == ["manifest.json", "database"]

    with closing(sqlite3.connect(tmp_path / "database")) as copy:
        found = sqlite.contents_of(copy)

    assert found == read_manifest(archive).tables
    assert found["people_user"]["rows"] == 1


def test_the_same_rows_have_the_same_checksum_and_others_another(deployments, archive):
    before = read_manifest(archive).tables
    with deployments.at("old"):
        assert sqlite.contents() == before
        User.objects.update(family_name="山田")

        after = sqlite.contents()

    assert {table for table in after if after[table] != before[table]} == {"people_user"}


def test_only_the_owner_of_the_file_reads_it(archive):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_the_time_of_the_last_backup_is_known(deployments):
    with deployments.at("old") as folder:
        assert last_backup_at() is None
        told("backup", str(folder / "okr.zip"))

        assert last_backup_at().isoformat(timespec="seconds") == read_manifest(folder / "okr.zip").made_at


def test_older_backups_are_removed_and_other_files_are_not(deployments):
    with deployments.at("old") as folder:
        backups = folder / "backups"
        backups.mkdir()
        for name in ("okr-20250101-010101.zip", "okr-20250102-010101.zip", "okr-before-upgrade.zip"):
            (backups / name).touch()

        told("backup", "--keep", "2")

        left = sorted(path.name for path in backups.iterdir())
    assert len(left) == 3
    assert left[0] == "okr-20250102-010101.zip"
    assert left[2] == "okr-before-upgrade.zip"


def test_a_backup_replaces_no_file_and_leaves_nothing_half_made(deployments, archive):
    size = archive.stat().st_size
    with deployments.at("old") as folder:
        with pytest.raises(CommandError, match="a file of that name"):
            told("backup", str(archive))

        assert archive.stat().st_size == size
        assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_there_is_nothing_to_back_up_before_the_first_start(deployments):
    with deployments.at("new"), pytest.raises(CommandError, match="no data here yet"):
        told("backup")


def test_the_secret_key_comes_along_only_when_asked_for(deployments, settings):
    with deployments.at("old") as folder:
        told("backup", str(folder / "okr.zip"), "--with-secret-key")

    with deployments.at("new") as place:
        (place / "secret_key").write_text("made at the first start")
        with pytest.raises(CommandError, match="SECRET_KEY is set in the environment"):
            restore(folder / "okr.zip", "--with-secret-key")
        settings.SECRET_KEY = "made at the first start"
        restore(folder / "okr.zip", "--with-secret-key")

        assert (place / "secret_key").read_text() == "tests"
        assert stat.S_IMODE((place / "secret_key").stat().st_mode) == 0o600


def test_what_was_there_goes_only_when_told(deployments, archive):
    with deployments.at("used"):
        restore(archive, "--replace")

        assert [company.name for company in Company.objects.all()] == ["みどり精工"]
