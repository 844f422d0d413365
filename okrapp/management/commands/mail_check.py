from contextlib import closing
from email import message_from_bytes

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from notifications.messages import Mail
from notifications.transport import AnswerLost, Deferred, Rejected, RejectedByPolicy, Transport
from okrapp.console import in_terminal_language
from okrapp.mail_check import server
from okrapp.mail_check.records import findings

MARKS = {True: "✓", False: "✗", None: "?"}


class Command(BaseCommand):
    help = "Tell what stands between this deployment and an inbox, and send one test mail there."

    def add_arguments(self, parser):
        parser.add_argument("address", help="where the test mail goes")
        parser.add_argument("--selector", default="", help="of the DKIM key, as the mail server's provider names it")

    def handle(self, *, address, selector, **options):
        with in_terminal_language():
            refuse_no_address(address)
            self.check_configuration()
            self.check_domain(selector)
            if server.is_smtp():
                self.check_server()
            self.send_to(address)

    def tell(self, mark, text):
        self.stdout.write(f"{MARKS[mark]} {text}")

    def check_configuration(self):
        if not settings.HAS_MAIL:
            raise CommandError(_("EMAIL_URL is not set, so no mail is sent at all (CONFIG.md)."))
        self.tell(True, _("Sender: %(sender)s") % {"sender": settings.DEFAULT_FROM_EMAIL})
        name = server.described() if server.is_smtp() else settings.MAIL_BACKEND
        self.tell(True, _("Mail server: %(server)s") % {"server": name})

    def check_domain(self, selector):
        self.stdout.write(_("The DNS about %(domain)s:") % {"domain": settings.MAIL_DOMAIN})
        for each in findings(settings.MAIL_DOMAIN, selector):
            self.tell(each.is_good, f"{each.what}: {each.text}")

    def check_server(self):
        try:
            offer = server.ask()
        except OSError as error:
            raise CommandError(_("The mail server cannot be used: %(error)s") % {"error": error}) from error
        starttls = _("The server offers STARTTLS.") if offer.has_starttls else _("The server offers no STARTTLS.")
        self.tell(True, starttls)
        ways = offer.ways_to_sign_in or _("none")
        self.tell(True, _("Ways to sign in that it offers: %(ways)s") % {"ways": ways})

    def send_to(self, address):
        """Hand one mail over in the very way of all mail, and show what became of it."""
        mail = test_mail(address)
        try:
            with closing(Transport()) as transport:
                reply = transport.send(mail, lambda: None)
        except (Deferred, Rejected, RejectedByPolicy, AnswerLost, ValueError) as error:
            raise CommandError(_("The test mail was not taken: %(error)s") % {"error": error}) from error
        self.tell(True, _("The test mail was taken: %(reply)s") % {"reply": reply or _("without a word")})
        self.stdout.write(_("Its headers:"))
        for name, value in message_from_bytes(mail.as_bytes()).items():
            self.stdout.write(f"  {name}: {value}")
        self.stdout.write(_("Whether it arrives, and not as spam, only the inbox can tell."))


def refuse_no_address(text):
    try:
        validate_email(text)
    except ValidationError as error:
        raise CommandError(error.messages[0]) from error


def test_mail(address):
    return Mail(
        _("Test mail of OKR & KPI"),
        _("This mail was sent by an operator to see whether mail arrives. Nothing has to be done."),
        settings.DEFAULT_FROM_EMAIL,
        [address],
        headers={"Auto-Submitted": "auto-generated"},
    )
