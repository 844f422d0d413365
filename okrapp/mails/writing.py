"""What digest, reminder and news have in common: from a finished context to a mail that its reader can stop."""

from django.template.loader import render_to_string
from django.utils.translation import pgettext

from notifications.domain.unsubscribing import unsubscribe_url
from notifications.messages import reader_mail
from notifications.mime import one_line
from okrapp.mails.rows import link

LONGEST_COMPANY = 60


def write(delivery, action, context):
    """The Mail of both parts of the kind's template; ``action`` is what its subject says to do."""
    stop_url = unsubscribe_url(delivery.person, delivery.kind)
    context = context | {"preferences_url": link("profile-mail"), "stop_url": stop_url}
    return reader_mail(
        delivery,
        subject=subject(action, delivery.company),
        text=render_to_string(f"okrapp/email/{delivery.kind}_body.txt", context),
        html=render_to_string(f"okrapp/email/{delivery.kind}_body.html", context),
        unsubscribe_url=stop_url,
    )


def subject(action, company):
    """The action first, within what every phone shows, then for which company."""
    words = {"subject": action, "company": one_line(company.name)[:LONGEST_COMPANY]}
    return pgettext("subject, company", "%(subject)s | %(company)s") % words
