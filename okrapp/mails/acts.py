"""The buttons of a row: links by which its reader acts without signing in."""

from django.utils.translation import gettext as _

from goals.domain.mail_links import Purpose, accept_url, check_in_url
from goals.queries.week_rows import has_last_word
from okrapp.mails.drawing import Act


def check_in_acts(key_result, reader, today):
    """What answers a check-in that is due on the company's day ``today``; "no change" from the second time on."""

    def act(label, purpose, **shape):
        return Act(label, check_in_url(purpose, key_result, reader, today), **shape)

    yield act(_("Check in") if key_result.is_derived else _("Enter value"), Purpose.VALUE, shape="button")
    if has_last_word(key_result):
        yield act(_("No change"), Purpose.NO_CHANGE)
    yield act(_("I need help"), Purpose.HELP)


def consent_acts(key_result, reader, terms_url):
    """What answers the terms that wait for the reader's consent."""
    return Act(_("Agree"), accept_url(key_result, reader), "button"), Act(_("See the terms"), terms_url)
