"""What a link of a mail opens: the one key result it is about, or why nothing can be done with it any more."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from common.templatetags.components import state
from goals import rules
from goals.access import access_key_result
from goals.domain.mail_links import LinkFailed, Purpose, Reason, is_used, period_name
from goals.models import Proposal
from goals.queries.agreement_page import awaits, changes_between, terms_of
from goals.queries.cards import counted_value, pause_text
from goals.queries.check_ins import latest_check_in
from goals.queries.pace import key_result_pace
from goals.queries.readers import likely_helpers
from goals.wording import days_ago, percent_text, status_word, target_text, tone, value_text


@dataclass(frozen=True)
class OpenTerms:
    """What lies on the table: ``terms`` are (label, text), ``changes`` (label, before, after) of what holds now."""

    proposal: Proposal
    act: str
    terms: list
    changes: list


def open_link(link):
    """The key result of a link, as access_key_result gives it. Raises LinkFailed where the link is of no use now."""
    if is_used(link):
        raise LinkFailed(Reason.USED, link)
    try:
        key_result = access_key_result(link.person, link.key_result_id)
    except Http404 as error:
        raise LinkFailed(Reason.UNKNOWN) from error
    if link.purpose == Purpose.ACCEPT:
        check_terms(link, key_result)
    else:
        check_due(link, key_result)
    return key_result


def check_terms(link, key_result):
    on_table = key_result.on_table
    if on_table is None or str(on_table.number) != link.occasion:
        raise LinkFailed(Reason.SETTLED, link)
    if not rules.accept_terms(link.person, key_result):
        raise LinkFailed(Reason.CLOSED, link, ended_text(link, key_result))
    if not awaits(link.person, key_result):
        raise LinkFailed(Reason.SETTLED, link)


def check_due(link, key_result):
    today = key_result.company.today()
    if not rules.check_in(link.person, key_result):
        raise LinkFailed(Reason.CLOSED, link, ended_text(link, key_result))
    if key_result.rests_on(today):
        raise LinkFailed(Reason.CLOSED, link, pause_text(key_result, today))
    if period_name(key_result, today) != link.occasion:
        raise LinkFailed(Reason.EXPIRED, link)
    if link.purpose == Purpose.HELP and not likely_helpers(key_result, but=link.person):
        raise LinkFailed(Reason.ALONE, link)


def refuse_if_made(link, key_result):
    """Raise LinkFailed where somebody has checked in for the period of the link, and say who."""
    if key_result.last_period and key_result.last_period.isoformat() >= link.occasion:
        raise LinkFailed(Reason.MADE, link, made_text(key_result))


def made_text(key_result):
    latest = latest_check_in(key_result)
    words = {
        "name": latest.author.name,
        "value": last_value(key_result),
        "status": status_word(latest.status),
        "when": days_ago(key_result.company.day_of(latest.created_at), key_result.company.today()),
    }
    return _("%(name)s: %(value)s, %(status)s (%(when)s)") % words


def ended_text(link, key_result):
    """What has become of it, in a sentence; empty where that is nothing about the key result."""
    if not key_result.is_live:
        return _("It is marked as “%(status)s”.") % {"status": status_word(key_result.status)}
    if not rules.takes_check_ins(key_result):
        return _("Nothing can be recorded about it at the moment.")
    if link.purpose == Purpose.ACCEPT or key_result.owner_id == link.person.pk:
        return ""
    return _("%(name)s is the owner now.") % {"name": key_result.owner.name}


def standing(key_result):
    """(label, text) of where it stands, as the mail said it."""
    progress = percent_text(key_result.progress)
    pace = percent_text(key_result_pace(key_result, key_result.company.today()))
    yield _("Current value"), last_value(key_result)
    if not key_result.is_counted:
        yield _("Target"), target_text(key_result)
    yield _("Progress"), _("%(progress)s (pace %(pace)s)") % {"progress": progress, "pace": pace}
    yield _("Outlook"), state(status_word(key_result.status), tone(key_result.status))


def last_value(key_result):
    return counted_value(key_result) if key_result.is_counted else value_text(key_result, key_result.current)


def open_terms(key_result):
    proposal = key_result.on_table
    return OpenTerms(
        proposal=proposal,
        act=proposal.get_act_display(),
        terms=terms_of(key_result, proposal),
        changes=changes_between(key_result, key_result, proposal),
    )
