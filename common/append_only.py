"""A migration step that makes the database itself refuse to change or delete rows of a table."""

from common.database_step import DatabaseStep

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_no_{verb} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
CREATE = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
DROP = {
    "sqlite": "DROP TRIGGER {table}_no_{verb}",
    "postgresql": "DROP TRIGGER {table}_no_{verb} ON {table}",
}
EVENTS = {"update": "UPDATE", "delete": "DELETE"}


def append_only(table):
    """Return the migration operation that refuses UPDATE and DELETE on the table, on both engines."""

    def run(statements):
        def apply(_apps, schema_editor):
            for verb, event in EVENTS.items():
                sql = statements[schema_editor.connection.vendor].format(table=table, verb=verb, event=event)
                # No parameters, so that the % of the function's text stays as it is.
                schema_editor.execute(sql, params=None)

        return apply

    return DatabaseStep(run(CREATE), run(DROP))


def while_writable(table, *operations):
    """Return the operations that change an append-only table, between those that lift its refusal and set it again.

    SQLite rebuilds a table to alter it, and the triggers of the old one are lost.
    """
    protect = append_only(table)
    return [DatabaseStep(protect.reverse_code, protect.code), *operations, protect]
