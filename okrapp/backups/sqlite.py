"""SQLite: its online backup copies a database that others write to, and puts a copy back in one transaction."""

import sqlite3
from contextlib import closing, contextmanager
from hashlib import sha256

from django.db import connection
from django.utils.translation import gettext as _

from okrapp.backups.errors import BackupError

TIMEOUT_SECONDS = 5


def take(dump):
    """Copy the database as it is at one moment; return its contents."""
    with closing(opened(connection.settings_dict["NAME"])) as source, closing(opened(dump)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        return contents_of(copy)


def contents():
    """Return the number of rows and a checksum of every table."""
    with closing(opened(connection.settings_dict["NAME"])) as database:
        return contents_of(database)


def contents_of(database):
    database.text_factory = bytes
    names = database.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"
    )
    tables = [name.decode() for (name,) in names]
    return {table: summary(database.execute(f'SELECT * FROM "{table}"')) for table in tables}  # noqa: S608 - from the schema


def summary(rows):
    """The sum of the rows' own digests does not depend on their order."""
    count = total = 0
    for row in rows:
        count += 1
        total += int.from_bytes(sha256(repr(row).encode()).digest()[:8])
    return {"rows": count, "checksum": f"{total % 2**64:016x}"}


def refuse_if_in_use():
    """Raises BackupError while another process has the file open."""
    connection.close()
    with closing(opened(connection.settings_dict["NAME"])) as database:
        keep_others_out(database)


@contextmanager
def brought_back(dump):
    """Let Django work on the dump; if all goes well, its contents replace the database's in one transaction."""
    live = connection.settings_dict["NAME"]
    connect_to(dump)
    try:
        yield
    finally:
        connect_to(live)
    with closing(opened(dump)) as source, closing(opened(live)) as target:
        keep_others_out(target)
        source.backup(target)


def connect_to(name):
    connection.close()
    connection.settings_dict["NAME"] = name


def opened(name):
    return sqlite3.connect(name, timeout=TIMEOUT_SECONDS)


def keep_others_out(database):
    """Leaving write-ahead logging is possible only to whoever is alone."""
    try:
        database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise BackupError(_("Other processes use the database. Stop them all and try again.")) from error
