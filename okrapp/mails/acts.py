"""The buttons of a row: links by which its reader acts without signing in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.mail_styles import STYLES
from goals.domain.mail_links import Purpose, accept_url, check_in_url
from goals.queries.week_rows import has_last_word


@dataclass(frozen=True)
class Act:
    """``style`` is how the button looks in the HTML part."""

    label: str
    url: str
    style: str = STYLES["choice"]


def check_in_acts(key_result, reader, today):
    """What answers a check-in that is due on the company's day ``today``; "no change" from the second time on."""

    def act(label, purpose, **style):
        return Act(label, check_in_url(purpose, key_result, reader, today), **style)

    label = _("Check in") if key_result.is_derived else _("Enter value")
    yield act(label, Purpose.VALUE, style=STYLES["button"])
    if has_last_word(key_result):
        yield act(_("No change"), Purpose.NO_CHANGE)
    yield act(_("I need help"), Purpose.HELP)


def consent_acts(key_result, reader, terms_url):
    """What answers the terms that wait for the reader's consent."""
    return Act(_("Agree"), accept_url(key_result, reader), STYLES["button"]), Act(_("See the terms"), terms_url)
