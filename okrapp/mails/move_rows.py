"""What moved in a reader's places, and what was reached, as rows of a digest."""

from django.utils.translation import gettext as _

from goals.models.fields import Status
from goals.queries.moves import Kind
from goals.wording import dated_text, status_word, value_text
from okrapp.mails.drawing import Row, State
from okrapp.mails.rows import SIGNS, link_to, quoted, short, state_of


def move_row(move):
    key_result = move.key_result
    return Row(
        title=short(key_result.title),
        url=link_to("key-result", key_result.pk),
        state=move_state(move),
        facts=move_text(move),
        note=quoted(key_result.last_note) if move.kind == Kind.SLIPPED else "",
    )


def move_state(move):
    status = move.key_result.status
    match move.kind:
        case Kind.SILENT:
            return State(SIGNS["none"], _("Not updated"), "none")
        case Kind.OWNERLESS:
            return State(SIGNS["none"], _("An owner is needed"), "none")
    return state_of(status, _("Now: %(status)s") % {"status": status_word(status)})


def move_text(move):
    """Whose it is, and since when, without a word of blame."""
    key_result = move.key_result
    words = {"owner": short(key_result.owner.name)}
    if move.kind == Kind.OWNERLESS:
        return _("So far with %(owner)s") % words
    if move.kind != Kind.SILENT:
        return _("%(owner)s, a week ago: %(before)s") % {**words, "before": status_word(key_result.status_before)}
    if key_result.last_check_in_at is None:
        return _("%(owner)s, no check-in yet") % words
    day = key_result.company.day_of(key_result.last_check_in_at)
    return _("%(owner)s, last check-in on %(day)s") % {**words, "day": dated_text(day)}


def win_row(key_result, is_own):
    is_done = key_result.status == Status.DONE
    return Row(
        title=short(key_result.title),
        url=link_to("key-result", key_result.pk),
        state=State(SIGNS["done"], _("Done"), "done")
        if is_done
        else State(SIGNS["good"], _("Target reached"), "good"),
        facts=win_text(key_result, is_own),
    )


def win_text(key_result, is_own):
    words = {"owner": short(key_result.owner.name), "value": value_text(key_result, key_result.current)}
    if is_own:
        return _("This one is yours. Congratulations!")
    if key_result.current is None or key_result.is_counted:
        return _("%(owner)s brought it home") % words
    return _("%(owner)s brought it to %(value)s") % words
