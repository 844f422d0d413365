from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from okrapp.backups.errors import BackupError
from okrapp.backups.restore import restore_backup
from okrapp.console import in_terminal_language

YES = "yes"


class Command(BaseCommand):
    help = "Bring a backup back into an empty database. The copy mails nobody before `resume_mail`."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument("--replace", action="store_true", help="lose what the database holds")
        parser.add_argument("--with-secret-key", action="store_true", help="bring the secret key back, too")

    def handle(self, *, file, yes, replace, with_secret_key, **options):
        with in_terminal_language():
            try:
                silenced = restore_backup(
                    file, replace=replace, with_secret_key=with_secret_key, confirm=lambda found: self.ask(found, yes)
                )
            except (BackupError, OSError, DatabaseError) as error:
                raise CommandError(str(error)) from error
            if silenced is None:
                raise CommandError(_("Nothing was changed."))
            self.tell_what_next(silenced)

    def ask(self, manifest, yes):
        told = {"version": manifest.version, "made_at": manifest.made_at, "address": manifest.base_url}
        self.stdout.write(_("Backup of %(address)s, made at %(made_at)s by version %(version)s.") % told)
        self.stdout.write(_("It goes into %(database)s.") % {"database": connection.settings_dict["NAME"]})
        if yes:
            return True
        self.stdout.write(_("Type %(yes)s to go on:") % {"yes": YES}, ending=" ")
        self.stdout.flush()
        return self.answer() == YES

    def answer(self):
        try:
            return input().strip()
        except EOFError:
            return ""

    def tell_what_next(self, silenced):
        self.stdout.write(
            _("Restored and compared with the backup: every row is there. Everybody has to sign in again.")
        )
        self.stdout.write(
            ngettext(
                "No mail leaves this copy; %(count)s waiting mail was put aside.",
                "No mail leaves this copy; %(count)s waiting mails were put aside.",
                silenced,
            )
            % {"count": silenced}
        )
        self.stdout.write(
            _("Start the processes again. If this is now the copy that people use: manage.py resume_mail")
        )
