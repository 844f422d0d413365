"""What a start brings up to date before it serves: translations, tables, static files.

Each step looks first whether there is anything to do, so that a restart takes about a second.
"""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from common.bundles import BUNDLES
from common.catalogues import compile_catalogues


def prepare():
    for folder in settings.LOCALE_PATHS:
        compile_catalogues(folder)
    prepare_database()
    collect_static_files()


def prepare_database():
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def collect_static_files():
    """Collect, join, hash and compress the static files unless none has changed since the last time."""
    stamp = settings.VAR_DIR / "static.stamp"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint and settings.STATIC_ROOT.exists():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def static_fingerprint():
    """One digest over the name, size and age of every static file, and over the bundles' lists."""
    seen = hashlib.sha256(repr(BUNDLES).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = storage.path(name), storage.size(name), storage.get_modified_time(name)
            seen.update(repr(status).encode())
    return seen.hexdigest()
