"""A schema in which the old tables wait while a backup comes back into the place they had."""

from django.db import connection, transaction

ASIDE = "okr_before_restore"
# Tables take their indexes, sequences and triggers along. What an extension made stays where it is.
THINGS = """
SELECT 'TABLE', oid::regclass::text FROM pg_class
WHERE relnamespace = to_regnamespace(%(schema)s) AND relkind IN ('r', 'p')
UNION ALL
SELECT 'FUNCTION', oid::regprocedure::text FROM pg_proc
WHERE pronamespace = to_regnamespace(%(schema)s)
AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
"""


@transaction.atomic
def put_aside():
    """Empty the schema of our tables.

    Where a restore was cut off, the tables of before it wait already, and half of a backup stands in their place.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [ASIDE])
        (was_cut_off,) = cursor.fetchone()
        if was_cut_off:
            drop_all(cursor)
        else:
            cursor.execute(f"CREATE SCHEMA {ASIDE}")
            for kind, name in things(cursor, own_schema(cursor)):
                cursor.execute(f"ALTER {kind} {name} SET SCHEMA {ASIDE}")


@transaction.atomic
def take_back():
    """Drop what stands in the place of the old tables and move those there again."""
    with connection.cursor() as cursor:
        drop_all(cursor)
        schema = own_schema(cursor)
        for kind, name in things(cursor, ASIDE):
            cursor.execute(f'ALTER {kind} {name} SET SCHEMA "{schema}"')
        cursor.execute(f"DROP SCHEMA {ASIDE}")


def forget_aside():
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {ASIDE} CASCADE")


def drop_all(cursor):
    for kind, name in things(cursor, own_schema(cursor)):
        cursor.execute(f"DROP {kind} IF EXISTS {name} CASCADE")


def things(cursor, schema):
    """Return (kind, name) of every table and function in the schema, the names ready to be used in statements."""
    cursor.execute(THINGS, {"schema": schema})
    return cursor.fetchall()


def own_schema(cursor):
    cursor.execute("SELECT current_schema()")
    return cursor.fetchone()[0]
