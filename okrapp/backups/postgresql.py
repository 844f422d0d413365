"""PostgreSQL: pg_dump from one snapshot; pg_restore beside the old tables, which go only when all went well."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.translation import gettext as _

from okrapp.backups.errors import BackupError
from okrapp.backups.postgresql_aside import forget_aside, put_aside, take_back
from okrapp.backups.postgresql_programs import database_name, refuse_older_client, run

# Owners, rights and comments are the server's own affair.
PLAIN = ["--no-owner", "--no-privileges", "--no-comments"]

# Under these settings a row has the same text on every server.
FIXED_FORMATS = """
SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, MDY'; SET LOCAL intervalstyle = 'postgres';
SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1
"""
# The sum of the rows' own digests does not depend on their order. SHA-256 is the same in every version.
SUMMARY = """
SELECT count(*), coalesce(
    sum(('x' || left(encode(sha256(convert_to(row_of::text, 'UTF8')), 'hex'), 15))::bit(60)::bigint), 0)
FROM {table} AS row_of
"""


def take(dump):
    """Dump the database as it is at one moment; return its contents at the same moment."""
    refuse_older_client()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        run("pg_dump", "--format=custom", *PLAIN, f"--snapshot={snapshot}", f"--file={dump}")
        return contents_in(cursor)


@transaction.atomic
def contents():
    """Return the number of rows and a checksum of every table."""
    with connection.cursor() as cursor:
        return contents_in(cursor)


def contents_in(cursor):
    cursor.execute(FIXED_FORMATS)
    return {table: summary(cursor, table) for table in connection.introspection.table_names(cursor)}


def summary(cursor, table):
    cursor.execute(SUMMARY.format(table=connection.ops.quote_name(table)))
    count, total = cursor.fetchone()
    return {"rows": count, "checksum": f"{int(total) % 2**64:016x}"}


def refuse_if_in_use():
    """Raises BackupError while others are connected under the deployment's own name."""
    refuse_older_client()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
        (others,) = cursor.fetchone()
    if others:
        raise BackupError(_("Other processes use the database. Stop them all and try again."))


@contextmanager
def brought_back(dump):
    """Restore beside the old tables; if anything goes wrong, they are all there is again."""
    put_aside()
    try:
        run("pg_restore", *PLAIN, "--single-transaction", "--exit-on-error", f"--dbname={database_name()}", str(dump))
        yield
    except BaseException:
        connection.close()
        take_back()
        raise
    forget_aside()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the first pages would otherwise be planned without knowing the tables
