"""What a manager should look at first: a few key results, worst first, each with the reason in words."""

from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common.numbers import format_number
from goals.models import KeyResult
from goals.models.fields import Status
from goals.progress import Disagreement, PaceWord, disagreement, pace_word
from goals.queries.pace import key_result_forecast, key_result_gap
from goals.wording import forecast_text

AT_MOST = 5


@dataclass(frozen=True)
class Finding:
    key_result: KeyResult
    severity: int
    reason: str
    detail: str = ""


def look_first(board):
    """The board's most pressing live key results, at most five, each with its most pressing reason."""
    found = [finding for key_result in board.live if (finding := worst_finding(key_result, board))]
    return sorted(found, key=lambda finding: (-finding.severity, finding.key_result.pk))[:AT_MOST]


def worst_finding(key_result, board):
    reasons = (help_wanted, ownerless, off_track, held_up, far_behind, worsening, silent)
    return next((finding for reason in reasons if (finding := reason(key_result, board))), None)


def help_wanted(key_result, board):
    if key_result.needs_help:
        return Finding(key_result, 60, _("asks for help"), key_result.last_note)
    return None


def ownerless(key_result, board):
    if not key_result.owner.is_active or key_result.owner.is_viewer:
        return Finding(key_result, 50, _("needs an owner"))
    return None


def off_track(key_result, board):
    if key_result.status != Status.OFF_TRACK:
        return None
    detail = key_result.last_note
    pace = pace_word(key_result_gap(key_result, board.today))
    if disagreement(key_result.status, pace) == Disagreement.OWNER_CAUTIOUS:
        detail = _("The pace looks fine, the owner sees it differently.")
    return Finding(key_result, 40, _("is off track"), detail)


def held_up(key_result, board):
    """What it waits for is off track, dropped or due too late; its page says which."""
    if key_result.held_up_by is None:
        return None
    detail = _("“%(title)s” has to come first.") % {"title": key_result.held_up_by}
    return Finding(key_result, 35, _("waits for what is off track"), detail)


def far_behind(key_result, board):
    behind = key_result_gap(key_result, board.today)
    if pace_word(behind) != PaceWord.FAR_BEHIND:
        return None
    points = format_number(abs(behind * 100), get_language(), decimals=0)
    return Finding(key_result, 30, _("is %(points)spt behind pace") % {"points": points}, forecast_detail(key_result))


def worsening(key_result, board):
    """Two periods in a row away from the target."""
    trend = key_result.trend[-3:]
    if key_result.kind != KeyResult.Kind.REACH or len(trend) < 3:
        return None
    direction = 1 if key_result.target > key_result.start else -1
    if all((later - earlier) * direction < 0 for earlier, later in pairwise(trend)):
        return Finding(key_result, 20, _("got worse twice in a row"), key_result.last_note)
    return None


def silent(key_result, board):
    if key_result.pk not in board.stale:
        return None
    since = key_result.last_check_in_at
    if since is None:
        return Finding(key_result, 10, _("has no check-in yet"))
    days = (board.today - board.viewer.company.day_of(since)).days
    text = ngettext("has been quiet for %(count)d day", "has been quiet for %(count)d days", days)
    return Finding(key_result, 10, text % {"count": days})


def forecast_detail(key_result):
    value = key_result_forecast(key_result)
    if value is None:
        return ""
    return _("At this rate it ends at %(value)s") % {"value": forecast_text(key_result, value)}
