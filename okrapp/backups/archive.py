"""The file of a backup: a zip with the manifest, the engine's own dump and, if asked for, the secret key."""

import hashlib
import os
import shutil
import zlib
from contextlib import contextmanager
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.utils.translation import gettext as _

from okrapp.backups.errors import BackupError
from okrapp.backups.manifest import Manifest

MANIFEST, DATABASE, SECRET_KEY = "manifest.json", "database", "secret_key"
PRIVATE = 0o600
# Everything that zipfile and the manifest say about bytes that are not what was written.
SIGNS_OF_DAMAGE = (BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, TypeError, ValueError)


def write_archive(path, manifest, dump, secret_key):
    """Write the archive, readable by its owner alone, down to the disk."""
    path.touch(mode=PRIVATE)
    with path.open("wb") as file:
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, manifest.as_json())
            archive.write(dump, DATABASE)
            if secret_key:
                archive.writestr(SECRET_KEY, secret_key)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def damage_explained():
    try:
        yield
    except SIGNS_OF_DAMAGE as error:
        raise BackupError(_("This is no backup, or it is damaged or incomplete.")) from error


def read_manifest(path):
    """Raises BackupError where the file is no whole archive."""
    with damage_explained(), ZipFile(path) as archive:
        return Manifest.from_json(archive.read(MANIFEST))


def read_secret_key(path):
    """Return the key; raises BackupError where the backup was made without it."""
    with damage_explained(), ZipFile(path) as archive:
        if SECRET_KEY in archive.namelist():
            return archive.read(SECRET_KEY).decode()
    raise BackupError(_("The backup does not hold the secret key."))


def unpack(path, manifest, dump):
    """Write the database's dump to ``dump``; raises BackupError where a byte of it is not what was backed up."""
    with damage_explained(), ZipFile(path) as archive:
        with archive.open(DATABASE) as packed, dump.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked, 1 << 20)
        if digest_of(dump) != manifest.sha256:
            raise BadZipFile


def digest_of(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
