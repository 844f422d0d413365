"""A migration step that makes substring search fast on PostgreSQL; SQLite scans, which is fine at its size."""

from common.database_step import DatabaseStep


def trigram_index(table, column="search_text"):
    """Return the migration operation that adds a pg_trgm index over the column."""
    name = f"{table}_{column}_trgm"

    def create(_apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin ({column} gin_trgm_ops)")

    def drop(_apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX {name}")

    return DatabaseStep(create, drop)
