"""Deployments of one's own: each has a folder, and in it an SQLite file that Django works on meanwhile."""

import io
import sqlite3
from contextlib import closing, contextmanager

from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from people.models import Company
from tests.factories import CompanyFactory, UserFactory
from tests.people.conftest import with_password


def told(*arguments):
    """Run a command as an operator does; return what it says."""
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


class Deployments:
    """“old” has a company and a person who can sign in, “used” another company; any other name is a bare new one."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("old", "used"):
            self.migrate(name)
        with self.at("old"):
            with_password(UserFactory(email="member@example.com", company=CompanyFactory(name="みどり精工")))
        with self.at("used"):
            Company.objects.create(name="Here before")

    def file(self, name):
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder / "okr.sqlite3"

    def migrate(self, name):
        """Give the deployment its tables, as ``migrate`` does but at once."""
        connection.ensure_connection()
        with closing(sqlite3.connect(self.file(name))) as target:
            connection.connection.backup(target)

    @contextmanager
    def at(self, name):
        """Let Django work in that deployment; not to be nested. Gives its folder."""
        memory, kept = connection.settings_dict["NAME"], connection.connection
        connection.connection, connection.settings_dict["NAME"] = None, self.file(name)
        folder = self.folder / name
        try:
            with override_settings(VAR_DIR=folder, EMAIL_BACKEND="notifications.backends.OutboxBackend"):
                yield folder
        finally:
            connection.close()
            connection.settings_dict["NAME"], connection.connection = memory, kept

    def back_up(self, name):
        """Return the path of a backup of that deployment."""
        with self.at(name) as folder:
            told("backup", str(folder / "okr.zip"))
            return folder / "okr.zip"
