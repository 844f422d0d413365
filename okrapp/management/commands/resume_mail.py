from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.domain.restoring import resume_from
from notifications.domain.switch import mail_pause_reason, resume
from notifications.models import MailSwitch
from okrapp.console import in_terminal_language


class Command(BaseCommand):
    help = "Confirm that this copy of the data may send mail from its BASE_URL, beginning with what falls due now."

    def add_arguments(self, parser):
        parser.add_argument(
            "--catch-up",
            action="store_true",
            help="also send what fell due while mail was paused; only where no other copy has sent it",
        )

    def handle(self, *, catch_up, **options):
        with in_terminal_language():
            self.resume(catch_up)

    def resume(self, catch_up):
        reason = mail_pause_reason()
        if reason is None:
            self.stdout.write(_("Mail is not paused."))
            return
        if catch_up or reason == MailSwitch.Pause.REFUSED:
            resume()
        else:
            self.tell_put_aside(resume_from(timezone.now()))
        self.stdout.write(_("Mail goes out from %(address)s again.") % {"address": settings.BASE_URL})

    def tell_put_aside(self, count):
        text = ngettext(
            "%(count)s mail that fell due before now is not sent.",
            "%(count)s mails that fell due before now are not sent.",
            count,
        )
        self.stdout.write(text % {"count": count})
