"""Bringing a backup back: looked at first, then aside, and into place only when everything is right."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from notifications.domain.restoring import silence
from notifications.models import MailSwitch
from okrapp.backups.archive import PRIVATE, read_manifest, read_secret_key, unpack
from okrapp.backups.engines import engine
from okrapp.backups.errors import BackupError
from okrapp.backups.manifest import compare, refuse_foreign
from okrapp.preparation import prepare_database
from people.domain.accounts import end_all_sessions
from people.domain.companies import note_restored

# What migrations and a first start write by themselves.
FILLED_BY_ITSELF = {"django_migrations", "django_content_type", "auth_permission", MailSwitch._meta.db_table}


def restore_backup(path, *, replace, with_secret_key, confirm):
    """Bring the backup back and return how many waiting mails were put aside; None where ``confirm`` says no.

    ``confirm`` is called with the manifest before anything changes. Raises BackupError, with nothing changed.
    """
    manifest = read_manifest(path)
    refuse_foreign(manifest)
    secret_key = read_secret_key(path) if with_secret_key else None
    if secret_key:
        refuse_key_from_environment()
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.VAR_DIR, prefix=".restore-") as folder:
        dump = Path(folder) / "database"
        unpack(path, manifest, dump)
        if not replace:
            refuse_full_database()
        engine().refuse_if_in_use()
        if not confirm(manifest):
            return None
        with engine().brought_back(dump):
            compare(manifest.tables, engine().contents())
            silenced = settle_in(manifest)
    if secret_key:
        keep_secret_key(secret_key)
    return silenced


def settle_in(manifest):
    """Make restored data fit for this version, and let nobody be signed in or mailed because of it."""
    prepare_database()
    note_restored(manifest.made_at)
    end_all_sessions()
    return silence()


def refuse_full_database():
    by_itself = FILLED_BY_ITSELF | {settings.CACHES["default"]["LOCATION"]}
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - by_itself
        for table in sorted(tables):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - from the schema
            if cursor.fetchone():
                raise BackupError(
                    _("The database is not empty. Use another one, or type --replace to lose what it holds.")
                )


def secret_key_file():
    return settings.VAR_DIR / "secret_key"


def refuse_key_from_environment():
    if not secret_key_file().exists() or secret_key_file().read_text() != settings.SECRET_KEY:
        raise BackupError(_("SECRET_KEY is set in the environment: put the key of the backup there yourself."))


def keep_secret_key(secret_key):
    draft = secret_key_file().with_suffix(".new")
    draft.touch(mode=PRIVATE)
    draft.write_text(secret_key)
    draft.replace(secret_key_file())
