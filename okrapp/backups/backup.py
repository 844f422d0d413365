"""Making a backup."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from okrapp.backups.archive import digest_of, write_archive
from okrapp.backups.engines import engine
from okrapp.backups.errors import BackupError
from okrapp.backups.manifest import applied_migrations, describe
from okrapp.backups.record import note_backup

NAME, PATTERN = "okr-%Y%m%d-%H%M%S.zip", f"okr-{'[0-9]' * 8}-{'[0-9]' * 6}.zip"


def usual_path():
    """Where a backup goes that nobody names: its name is the moment, in UTC."""
    return settings.VAR_DIR / "backups" / timezone.now().strftime(NAME)


def make_backup(path, *, with_secret_key=False):
    """Write the whole database into one archive at ``path``; it appears there whole or not at all.

    Raises BackupError, or OSError where the folder takes no files.
    """
    made_at, migrations = timezone.now(), applied_migrations()
    if not migrations:
        raise BackupError(_("There is no data here yet."))
    if path.exists():
        raise BackupError(_("There is a file of that name already."))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent, prefix=".okr-") as folder:
        dump, draft = Path(folder) / "database", Path(folder) / "archive"
        tables = engine().take(dump)
        manifest = describe(made_at=made_at, migrations=migrations, tables=tables, sha256=digest_of(dump))
        write_archive(draft, manifest, dump, settings.SECRET_KEY if with_secret_key else None)
        draft.replace(path)
    note_backup(path, made_at)


def remove_older(folder, keep):
    """Keep the newest ``keep`` of the backups that were named by their moment; return the removed ones."""
    older = sorted(folder.glob(PATTERN), reverse=True)[keep:]
    for path in older:
        path.unlink()
    return older
