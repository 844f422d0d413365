from django.core.management.base import BaseCommand
from django.db import connection

from okrapp.preparation import prepare_database

LOCK = 0x6F6B72  # "okr"; any number that nothing else locks


class Command(BaseCommand):
    help = "Bring the database up to date: migrations and the cache table. Several machines may start it at once."

    def handle(self, **options):
        if connection.vendor != "postgresql":
            prepare_database()
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                prepare_database()
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
