import io
import shutil
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from notifications.domain.switch import resume
from okrapp.console import in_terminal_language
from okrapp.preparation import prepare
from okrapp.server import serve


class Command(BaseCommand):
    help = "Serve a living demo company, on this machine alone; its data lies in var/demo."

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=["ja", "en"], default="ja", help="of the company's texts")
        # okrapp/bootstrap.py has read this one and put it into BASE_URL.
        parser.add_argument("--port", default="8000", help="the first one to try")
        parser.add_argument("--reset", action="store_true", help="begin anew, in the language asked for")

    def handle(self, *, language, reset, **options):
        if not settings.DEMO:
            raise CommandError("start it as: python3 manage.py demo")
        if reset:
            empty(settings.VAR_DIR)
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        with in_terminal_language():
            self.stdout.write(_("Preparing the demo …"))
            prepare()
            resume()  # the port may be another one than last time, and no other copy mails anybody
            logins = self.load_company(language)
        serve(
            bind=urlsplit(settings.BASE_URL).netloc,
            workers=1,
            threads=8,
            announce=lambda: self.announce(logins),
        )

    def load_company(self, language):
        """Load the demo company the first time only; return how to sign in, as ``load_demo`` told it."""
        note = settings.VAR_DIR / "logins.txt"
        if not note.exists():
            told = io.StringIO()
            call_command("load_demo", language=language, stdout=told)
            note.write_text(told.getvalue())
        return note.read_text()

    def announce(self, logins):
        with in_terminal_language():
            self.stdout.write(logins)
            self.stdout.write(_("Open %(address)s") % {"address": f"{settings.BASE_URL}/"})
            self.stdout.write(_("Ctrl-C stops it. --reset begins anew."))
        self.stdout.flush()


def empty(folder):
    """Forget all but the secret key: this process has read it, and what it signs is to last."""
    for path in folder.glob("*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != "secret_key":
            path.unlink()
