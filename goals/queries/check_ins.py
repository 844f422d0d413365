"""Check-ins as people look back at them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from goals.domain.figures import key_result_figures
from goals.wording import moment_text, status_word, tone, value_text


def latest_check_in(key_result):
    """The check-in in force, or None."""
    return key_result.check_ins.effective().last()


def figures_before(check_in):
    """The figures of its key result without the check-in and all after it."""
    key_result = check_in.key_result
    earlier = key_result.check_ins.effective().filter(position__lt=check_in.position)
    milestones = list(key_result.milestones.all()) if key_result.has_milestones else ()
    return key_result_figures(key_result, list(earlier), milestones)


def conflict_lines(key_result, check_ins):
    """Who has saved what and when, as text: what somebody decides by whether to put their own on top."""
    return [
        {
            "who": check_in.author.name,
            "when": moment_text(check_in.created_at),
            "value": value_text(key_result, check_in.value, is_exact=True),
            "status": status_word(check_in.status),
            "tone": tone(check_in.status),
            "note": check_in.note,
        }
        for check_in in check_ins
    ]


def talk_text(check_in):
    """How many comments and cheers there are, or an invitation to the first."""
    said, cheers = check_in.comment_count, check_in.cheer_count
    parts = [
        ngettext("%(count)d comment", "%(count)d comments", said) % {"count": said} if said else "",
        ngettext("%(count)d cheer", "%(count)d cheers", cheers) % {"count": cheers} if cheers else "",
    ]
    return pgettext("between facts", " · ").join(filter(None, parts)) or _("Comment, cheer on")
