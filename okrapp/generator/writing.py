"""Writing very many rows: COPY on PostgreSQL, one prepared statement on SQLite."""

import io
import json

from django.db import connection
from django.db.models import Max

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
COPIED = {
    type(None): lambda _value: "\\N",
    str: lambda value: value.translate(ESCAPES),
    list: lambda value: json.dumps(value) if value else "[]",
}


def reserve_ids(model, count):
    """Take ``count`` fresh primary keys, so that rows can name each other before they are written.

    On SQLite write the rows before reserving more for the same model.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [model._meta.db_table, count],
            )
            return [pk for (pk,) in cursor]
    first = (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    return list(range(first, first + count))


def write_objects(objects):
    """Insert model instances of one kind, their primary keys included, as they stand."""
    if objects:
        model = type(objects[0])
        names = [field.attname for field in model._meta.concrete_fields]
        write_rows(model, names, [[getattr(each, name) for name in names] for each in objects])


def write_rows(model, names, rows):
    """Insert rows of plain values, in the order of the attribute names given."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    write = copy_rows if connection.vendor == "postgresql" else insert_rows
    write(model._meta.db_table, [fields[name] for name in names], rows)


def copy_rows(table, fields, rows):
    columns = ", ".join(f'"{field.column}"' for field in fields)
    text = io.StringIO("".join("\t".join(map(as_copied, row)) + "\n" for row in rows))
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{table}" ({columns}) FROM STDIN', text)


def as_copied(value):
    return COPIED.get(type(value), str)(value)


def insert_rows(table, fields, rows):
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    prepared = (
        [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)] for row in rows
    )
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', prepared)  # noqa: S608
