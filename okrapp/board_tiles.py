"""The four figures on top of a company or department page, as finished strings."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.numbers import format_points
from goals.models.fields import Status
from goals.queries.cards import shown_percent
from goals.queries.explain import explain_mean
from goals.wording import percent_text, status_word


def tiles(board):
    return [progress_tile(board), check_in_tile(board), change_tile(board), status_tile(board), agreed_tile(board)]


def progress_tile(board):
    return {
        "label": _("Progress"),
        "big": percent_text(board.progress),
        "unit": _("· pace %(pace)s") % {"pace": percent_text(board.pace)} if board.pace is not None else "",
        "percent": shown_percent(board.progress),
        "pace": shown_percent(board.pace),
        "tone": "",
        "foot": ngettext("mean of %(count)d objective", "mean of %(count)d objectives", len(board.counted))
        % {"count": len(board.counted)}
        if board.counted
        else _("Nothing to average yet"),
        "lines": explain_mean([objective.progress for objective in board.counted], board.progress),
    }


def check_in_tile(board):
    waiting, live = len(board.waiting), len(board.live)
    return {
        "label": _("Check-ins this period"),
        "big": str(live - waiting),
        "unit": _("/ %(count)s") % {"count": live},
        "foot": check_in_foot(waiting, live),
        "url": "?status=waiting" if waiting else "",
    }


def check_in_foot(waiting, live):
    if waiting:
        return ngettext("%(count)d still to come", "%(count)d still to come", waiting) % {"count": waiting}
    return _("All in, thank you") if live else _("No key result is under way")


def change_tile(board):
    return {
        "label": _("Change since last week"),
        "big": format_points(board.change).removesuffix("pt"),
        "unit": "" if board.change is None else "pt",
        "foot": ", ".join(move_text(*move) for move in board.moves.most_common(3)) or _("No status has changed"),
    }


def move_text(move, count):
    before, after = move
    words = {"before": status_word(before), "after": status_word(after), "count": count}
    return _("%(before)s → %(after)s %(count)s") % words


def status_tile(board):
    troubled = board.slices[Status.OFF_TRACK] + board.slices[Status.AT_RISK]
    return {
        "label": _("Off track or at risk"),
        "big": str(troubled),
        "unit": _("/ %(count)s") % {"count": len(board.key_results)},
        "foot": ngettext("%(count)d asks for help", "%(count)d ask for help", helped(board))
        % {"count": helped(board)}
        if helped(board)
        else _("Nobody is waiting for help"),
        "url": "?status=help" if helped(board) else "",
    }


def agreed_tile(board):
    """How many of the live key results both parties stand behind."""
    agreed, live = len(board.agreed), len(board.live)
    open_count = live - agreed
    foot = ngettext("%(count)d not agreed yet", "%(count)d not agreed yet", open_count) % {"count": open_count}
    if not open_count:
        foot = _("All agreed by owner and manager") if live else _("No key result is under way")
    return {
        "label": _("Agreed"),
        "big": str(agreed),
        "unit": _("/ %(count)s") % {"count": live},
        "foot": foot,
        "url": "?status=unagreed" if open_count else "",
    }


def helped(board):
    return sum(key_result.needs_help for key_result in board.live)
