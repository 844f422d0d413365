import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from okrapp.backups.backup import make_backup, remove_older, usual_path
from okrapp.backups.errors import BackupError
from okrapp.console import in_terminal_language


class Command(BaseCommand):
    help = "Write the whole database into one file, while the product runs. Keep that file as secret as the database."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path, help="default: VAR_DIR/backups/okr-YYYYMMDD-HHMMSS.zip (UTC)"
        )
        parser.add_argument("--keep", type=at_least_one, help="then remove all but the newest N of that folder")
        parser.add_argument("--with-secret-key", action="store_true", help="put SECRET_KEY into the file, too")

    def handle(self, *, file, keep, with_secret_key, **options):
        path = file or usual_path()
        with in_terminal_language():
            try:
                make_backup(path, with_secret_key=with_secret_key)
            except (BackupError, OSError, DatabaseError) as error:
                raise CommandError(str(error)) from error
            size = filesizeformat(path.stat().st_size)
            self.stdout.write(_("Backed up to %(path)s (%(size)s).") % {"path": path, "size": size})
            for removed in remove_older(path.parent, keep) if keep else []:
                self.stdout.write(_("Removed %(path)s.") % {"path": removed})


def at_least_one(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
