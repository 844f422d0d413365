from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from notifications.domain.switch import mail_pause_reason
from okrapp.console import in_terminal_language
from okrapp.preparation import prepare
from okrapp.server import serve
from people.domain.setup import issue_setup_code


class Command(BaseCommand):
    help = "Serve the product from this machine, with your own data in var (or where DATABASE_URL says)."

    def add_arguments(self, parser):
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port, or unix:/path")
        parser.add_argument("--workers", type=int, default=2, help="processes")
        parser.add_argument("--threads", type=int, default=8, help="requests at once in each process")

    def handle(self, *, bind, workers, threads, **options):
        with in_terminal_language():
            prepare()
        code, pause = issue_setup_code(), settings.HAS_MAIL and mail_pause_reason()
        serve(bind=bind, workers=workers, threads=threads, announce=lambda: self.announce(code, pause))

    def announce(self, code, pause):
        with in_terminal_language():
            self.stdout.write(_("Serving %(address)s") % {"address": f"{settings.BASE_URL}/"})
            if code:
                address = f"{settings.BASE_URL}/setup/"
                self.stdout.write(_("To begin, open %(address)s") % {"address": address})
                self.stdout.write(_("The code it asks for, good once: %(code)s") % {"code": code})
            if pause:
                self.stdout.write(str(pause.label))
                self.stdout.write(_("If this is the copy of the data that people use, type: manage.py resume_mail"))
        self.stdout.flush()
