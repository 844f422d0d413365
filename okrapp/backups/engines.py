"""Which engine's tools the database of this deployment needs."""

from django.db import connection

from okrapp.backups import postgresql, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def engine():
    return ENGINES[connection.vendor]
