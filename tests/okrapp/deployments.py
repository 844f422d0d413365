"""Deployments of one's own: each has a folder, and in it an SQLite file that Django works on meanwhile."""

import io
import sqlite3
from contextlib import closing, contextmanager

from django.core.management import call_command
from django.db import connection


def told(*arguments):
    """Run a command as an operator does; return what it says."""
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


class Deployments:
    def __init__(self, folder, settings):
        self.folder, self.settings = folder, settings

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
        """Let Django work in that deployment; without ``migrate`` it is a bare new one."""
        memory, kept = connection.settings_dict["NAME"], connection.connection
        connection.connection, connection.settings_dict["NAME"] = None, self.file(name)
        self.settings.VAR_DIR = self.folder / name
        try:
            yield self.settings.VAR_DIR
        finally:
            connection.close()
            connection.settings_dict["NAME"], connection.connection = memory, kept
