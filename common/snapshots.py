"""Reading many tables as they stood at one moment."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def consistent_reads():
    """Let every query inside see the same moment, whatever others commit meanwhile.

    Inside a transaction that is already open, that transaction's own isolation holds.
    """
    starts_here = not connection.in_atomic_block
    with transaction.atomic():
        if starts_here and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
