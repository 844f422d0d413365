"""A migration step that needs the database and no model."""

from django.db.migrations import RunPython


class DatabaseStep(RunPython):
    """Calls ``code(None, schema_editor)``: building all models for it, as RunPython does, takes a good while."""

    def database_forwards(self, _app_label, schema_editor, _from_state, _to_state):
        self.code(None, schema_editor)

    def database_backwards(self, _app_label, schema_editor, _from_state, _to_state):
        self.reverse_code(None, schema_editor)
