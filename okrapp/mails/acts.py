"""The buttons of a row: links by which its reader acts without signing in."""

from django.utils.translation import gettext as _

from goals.domain.mail_links import Purpose, accept_url, check_in_urls
from goals.queries.week_rows import has_last_word
from okrapp.mails.drawing import Act


def check_in_acts(key_result, reader, today):
    """What answers a check-in that is due on the company's day ``today``; "no change" from the second time on."""
    labels = {Purpose.VALUE: _("Check in") if key_result.is_derived else _("Enter value")}
    if has_last_word(key_result):
        labels[Purpose.NO_CHANGE] = _("No change")
    labels[Purpose.HELP] = _("I need help")
    urls = check_in_urls(labels, key_result, reader, today)
    first, *others = zip(labels.values(), urls, strict=True)
    return Act(*first, "button"), *(Act(*each) for each in others)


def consent_acts(key_result, reader, terms_url):
    """What answers the terms that wait for the reader's consent."""
    return Act(_("Agree"), accept_url(key_result, reader), "button"), Act(_("See the terms"), terms_url)
