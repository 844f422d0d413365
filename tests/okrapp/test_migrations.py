"""A new database takes one step in each app, an old one goes on by single steps: both must end alike."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

APPEND_ONLY = {
    "goals_checkin",
    "goals_consent",
    "goals_proposal",
    "goals_usedlink",
    "kpis_definitionversion",
    "kpis_measuremententry",
    "notifications_commentversion",
    "people_auditentry",
}
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def test_the_one_step_ends_where_the_single_ones_do():
    single = MigrationLoader(None, replace_migrations=False)
    ends = [node for node in single.graph.leaf_nodes() if not single.disk_migrations[node].replaces]

    assert MigrationLoader(None).project_state() == single.project_state(ends)


@pytest.mark.django_db
def test_history_is_append_only():
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}

    assert found == {f"{table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "delete")}
