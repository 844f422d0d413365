"""The databases measured in. Nothing is ever written to one whose name does not say "bench"."""

import os
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
MARK = "bench"


class NotForMeasuring(Exception):
    """The database may hold somebody's data."""


def address_of(database):
    """The DATABASE_URL of a database on the server that DATABASE_URL names. Raises NotForMeasuring."""
    if MARK not in database:
        raise NotForMeasuring(f"The name of a database to measure in has to contain “{MARK}”: {database}")
    return urlunsplit(urlsplit(os.environ.get("DATABASE_URL", SERVER))._replace(path=f"/{database}"))


@contextmanager
def server():
    """A cursor on the maintenance database."""
    with closing(psycopg2.connect(os.environ.get("DATABASE_URL", SERVER))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def exists(database):
    with server() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        return cursor.fetchone() is not None


def create(database):
    """Make an empty database, in place of one that is there."""
    drop(database)
    with server() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))


def drop(database):
    address_of(database)
    with server() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


@contextmanager
def scratch_copy(database):
    """The name of a copy to write in, gone afterwards, so that the seeded one stays as it is."""
    copy = f"{database}_copy"
    drop(copy)
    names = {"copy": sql.Identifier(copy), "of": sql.Identifier(database)}
    with server() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {copy} TEMPLATE {of}").format(**names))
    try:
        yield copy
    finally:
        drop(copy)


def stamp(database):
    """What was written down when it was seeded, or ""."""
    with server() as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [database])
        found = cursor.fetchone()
    return (found and found[0]) or ""


def write_stamp(database, text):
    with server() as cursor:
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
        cursor.execute(comment.format(sql.Identifier(database), sql.Literal(text)))


def deadlocks(database):
    """How many there have been since it was made."""
    with server() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = %s", [database])
        return cursor.fetchone()[0]
