"""What an archive says about itself, and whether this deployment can take it."""

import json
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from okrapp.backups.errors import BackupError
from okrapp.version import product_version

FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """``tables`` has the number of rows and a checksum by table; ``sha256`` is that of the database's file.

    ``made_at`` is an ISO moment in UTC, ``migrations`` the applied ones as app.name.
    """

    format: int
    version: str
    engine: str
    made_at: str
    base_url: str
    migrations: list
    tables: dict
    sha256: str

    def as_json(self):
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text):
        """Raises TypeError or ValueError where the text is no manifest."""
        return cls(**json.loads(text))


def describe(*, made_at, migrations, tables, sha256):
    """Return the manifest of a dump of this deployment's database."""
    return Manifest(
        format=FORMAT,
        version=product_version(),
        engine=connection.display_name,
        made_at=made_at.isoformat(timespec="seconds"),
        base_url=settings.BASE_URL,
        migrations=migrations,
        tables=tables,
        sha256=sha256,
    )


def applied_migrations():
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def refuse_foreign(manifest):
    """Raises BackupError for a backup of the other engine, or of a version that knows more than this one."""
    if manifest.engine != connection.display_name:
        raise BackupError(
            _("This is a backup of %(theirs)s, and this deployment uses %(ours)s: a backup fits its own engine only.")
            % {"theirs": manifest.engine, "ours": connection.display_name}
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if manifest.format > FORMAT or not known.issuperset(manifest.migrations):
        raise BackupError(
            _("The backup was made by a newer version (%(theirs)s; this is %(ours)s). Install that one first.")
            % {"theirs": manifest.version, "ours": product_version()}
        )


def compare(expected, found):
    """Raises BackupError naming the tables whose rows differ from what the manifest says."""
    differing = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    if differing:
        raise BackupError(
            _("What was brought back differs from what was backed up: %(tables)s.") % {"tables": ", ".join(differing)}
        )
