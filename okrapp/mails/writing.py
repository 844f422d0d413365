"""What digest, reminder and news have in common: from finished words to a mail that its reader can stop."""

from django.utils.translation import pgettext

from notifications.domain.unsubscribing import unsubscribe_url
from notifications.messages import reader_mail
from notifications.mime import one_line
from okrapp.mails.frames import html_part, text_part
from okrapp.mails.rows import link

LONGEST_COMPANY = 60


def write(delivery, action, words):
    """The Mail of both parts of the kind's template; ``action`` is what its subject says to do."""
    stop_url = unsubscribe_url(delivery.person, delivery.kind)
    words = words | {"preferences_url": link("profile-mail"), "stop_url": stop_url}
    return reader_mail(
        delivery,
        subject=subject(action, delivery.company),
        text=text_part(f"okrapp/email/{delivery.kind}_body.txt", words),
        html=html_part(f"okrapp/email/{delivery.kind}_body.html", words),
        unsubscribe_url=stop_url,
    )


def subject(action, company):
    """The action first, within what every phone shows, then for which company."""
    words = {"subject": action, "company": one_line(company.name)[:LONGEST_COMPANY]}
    return pgettext("subject, company", "%(subject)s | %(company)s") % words
