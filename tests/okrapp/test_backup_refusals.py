"""What `restore` does not take: it says why, and changes nothing."""

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError

from people.models import Company
from tests.okrapp.deployments import told

REPLACE = ["--yes", "--replace"]


@pytest.fixture(scope="module")
def whole_archive(untouched):
    return untouched.back_up("old")


@pytest.fixture
def archive(whole_archive, tmp_path):
    return Path(shutil.copy(whole_archive, tmp_path))


@pytest.fixture
def refused(untouched):
    """Try to replace the deployment “used”; return what is said, having seen that its company is still there."""

    def attempt(archive, *arguments):
        with untouched.at("used"):
            with pytest.raises(CommandError) as told_why:
                told("restore", str(archive), *arguments)
            assert [company.name for company in Company.objects.all()] == ["Here before"]
        assert told_why.value.returncode == 1
        return str(told_why.value)

    return attempt


def rewritten(archive, **changes):
    """The archive with other words in its manifest."""
    path = archive.with_name("rewritten.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(path, "w") as new:
        new.writestr("manifest.json", json.dumps(json.loads(old.read("manifest.json")) | changes))
        new.writestr("database", old.read("database"))
    return path


def manifest_of(archive):
    with zipfile.ZipFile(archive) as packed:
        return json.loads(packed.read("manifest.json"))


def cut(content):
    return content[: len(content) // 2]


def flip(content):
    """Change one bit in the middle, which is in the dump."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize("damage", [cut, flip, lambda content: b"", lambda content: b"something else"])
def test_a_damaged_archive(refused, archive, damage):
    archive.write_bytes(damage(archive.read_bytes()))

    assert refused(archive, *REPLACE) == "This is no backup, or it is damaged or incomplete."


def test_a_zip_of_something_else(refused, tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("letter.txt", "Dear Sir")

    assert refused(tmp_path / "other.zip", *REPLACE) == "This is no backup, or it is damaged or incomplete."


def test_a_dump_that_is_not_the_one_of_the_manifest(refused, archive):
    path = rewritten(archive, sha256="0" * 64)

    assert refused(path, *REPLACE) == "This is no backup, or it is damaged or incomplete."


def test_no_file(refused, tmp_path):
    assert "No such file" in refused(tmp_path / "none.zip", *REPLACE)


def test_another_engine(refused, archive):
    path = rewritten(archive, engine="PostgreSQL")

    assert "backup of PostgreSQL, and this deployment uses SQLite" in refused(path, *REPLACE)


def test_a_newer_version(refused, archive):
    migrations = [*manifest_of(archive)["migrations"], "goals.9999_from_the_future"]
    path = rewritten(archive, migrations=migrations, version="9.1.0")

    assert "made by a newer version (9.1.0; this is " in refused(path, *REPLACE)


def test_a_newer_kind_of_archive(refused, archive):
    assert "newer version" in refused(rewritten(archive, format=2), *REPLACE)


def test_rows_that_differ_from_the_manifest(refused, archive):
    tables = manifest_of(archive)["tables"] | {"people_user": {"rows": 2, "checksum": "0"}}

    assert refused(rewritten(archive, tables=tables), *REPLACE).endswith("was backed up: people_user.")


def test_a_database_that_holds_something(refused, archive):
    assert "The database is not empty." in refused(archive, "--yes")


def test_a_database_that_others_use(refused, archive, untouched):
    with closing(sqlite3.connect(untouched.file("used"))) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("SELECT count(*) FROM people_company").fetchone()

        assert "Other processes use the database." in refused(archive, *REPLACE)


def test_a_key_that_was_not_backed_up(refused, archive):
    assert refused(archive, *REPLACE, "--with-secret-key") == "The backup does not hold the secret key."


def test_an_operator_who_hesitates(refused, archive, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda: "no")

    assert refused(archive, "--replace") == "Nothing was changed."
