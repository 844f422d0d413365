from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from okrapp.console import in_terminal_language
from okrapp.demo.content import LANGUAGES
from okrapp.demo.loader import AlreadyInUse, demo_today, load_demo
from okrapp.demo.staff import PASSWORD


class Command(BaseCommand):
    help = "Fill an empty database with the demo company."

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=LANGUAGES, default="ja")
        parser.add_argument("--date", type=date.fromisoformat, help="YYYY-MM-DD; the default is today")

    def handle(self, *args, language, date, **options):
        with in_terminal_language():
            try:
                staff = load_demo(language, date or demo_today(language))
            except AlreadyInUse as error:
                message = _("There is a company here already; the demo needs an empty database.")
                raise CommandError(message) from error
            self.stdout.write(_("Demo logins (password %(password)s):") % {"password": PASSWORD})
        with translation.override(language):
            for key in staff.logins.values():
                self.stdout.write(f"  {staff.people[key].email}  {staff.people[key].name}")
