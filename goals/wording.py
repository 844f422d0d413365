"""Goals in words and figures, in the reader's language: what rows, mails and exports all say the same way."""

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext as _

from common.numbers import exact_value, format_percent, format_points, format_value
from goals.models import KeyResult, Objective
from goals.models.fields import Status
from goals.progress import PaceWord, pace_word

WHOLE_FROM = 100
TONES = {
    Status.NONE: "none",
    Status.ON_TRACK: "good",
    Status.AT_RISK: "warn",
    Status.OFF_TRACK: "bad",
    Status.DONE: "done",
    Status.DROPPED: "dropped",
}


def tone(status):
    """The colour and shape a status is drawn with."""
    return TONES[status]


def place_name(objective):
    """Whose objective it is, in a word: the company, a department's name, a person's."""
    if objective.level == Objective.Level.COMPANY:
        return _("Company")
    if objective.level == Objective.Level.DEPARTMENT:
        return str(objective.company.tree.get(objective.department_id))
    return objective.owner.name


def status_word(status):
    return str(Status(status).label)


def value_text(key_result, value, *, is_exact=False):
    """A value of the key result with its unit: 6.2日, 6.2 days; milestones as the weight done."""
    write = exact_value if is_exact else format_value
    return write(value, key_result.unit, get_language())


def forecast_text(key_result, value):
    """Where it ends at this rate, without decimals that would promise too much."""
    return format_value(value, key_result.unit, get_language(), decimals=1 if abs(value) < WHOLE_FROM else 0)


def target_text(key_result):
    """What is asked for: 5日, 4.5 以上, 5% or less, 18–22℃; the whole weight is not known here."""
    kind, unit = key_result.kind, key_result.unit
    if kind == KeyResult.Kind.KEEP_WITHIN:
        low = format_value(key_result.low, "", get_language())
        return gettext("%(low)s–%(high)s") % {"low": low, "high": value_text(key_result, key_result.high)}
    bound = format_value(key_result.target, unit, get_language())
    if kind == KeyResult.Kind.KEEP_AT_LEAST:
        return _("%(bound)s or more") % {"bound": bound}
    if kind == KeyResult.Kind.KEEP_AT_MOST:
        return _("%(bound)s or less") % {"bound": bound}
    return bound


def asked_text(key_result, proposal):
    """What a proposal asks for, as ``target_text`` says it of a key result; "" for what is counted."""
    if proposal.kind in KeyResult.COUNTED:
        return ""
    proposal.unit = key_result.unit
    return target_text(proposal)


def pace_sentence(gap):
    """How far it is from its pace, in words; empty without a gap."""
    match pace_word(gap):
        case PaceWord.ON_PACE:
            return _("On pace (%(gap)s)") % {"gap": format_points(gap)}
        case PaceWord.SLOW:
            return _("Slower than its pace (%(gap)s)") % {"gap": format_points(gap)}
        case PaceWord.FAR_BEHIND:
            return _("Far behind its pace (%(gap)s)") % {"gap": format_points(gap)}
    return ""


def percent_text(share):
    """A share as a whole percentage: 70%; "—" for None."""
    return format_percent(share, get_language())


def direction(change):
    """Which way a change points: 1, -1, or 0 for none."""
    return (change > 0) - (change < 0) if change is not None else 0


def days_ago(day, today):
    """Today, yesterday, 3 days ago; further back the date itself."""
    days = (today - day).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 14:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    return short_date(day)


def short_date(day):
    """12/31 in Japanese, 31 Dec in English."""
    return date_format(day, "SHORT_DATE_FORMAT")


def long_date(day):
    """2026年12月31日（木）, Thu 31 Dec 2026."""
    return date_format(day, "DATE_FORMAT")


def written_on(moment):
    """Day and time of something recorded, in the reader's zone: 2026年12月31日（木） 18:00."""
    return date_format(localtime(moment), "DATETIME_FORMAT")


def span_text(start, end):
    """From the first day to the last."""
    return _("%(start)s – %(end)s") % {"start": long_date(start), "end": long_date(end)}


def short_span_text(start, end):
    """The same without weekday and year."""
    return _("%(start)s – %(end)s") % {"start": short_date(start), "end": short_date(end)}


def moment_text(moment):
    """A moment in the reader's zone: Friday 18:00 in this week, else Fri 27 Nov 18:00."""
    local = localtime(moment)
    is_this_week = local.date().isocalendar()[:2] == localdate(now()).isocalendar()[:2]
    day = date_format(local, "l") if is_this_week else dated_text(local)
    return _("%(day)s %(time)s") % {"day": day, "time": date_format(local, "H:i")}


def dated_moment_text(moment):
    """The same for whoever reads it some other day: Fri 27 Nov 18:00."""
    local = localtime(moment)
    return _("%(day)s %(time)s") % {"day": dated_text(local), "time": date_format(local, "H:i")}


def dated_text(day):
    """11月27日（金）, Fri 27 Nov."""
    return date_format(day, "MONTH_DAY_FORMAT")


def first_and_more(titles):
    """The first of them, and how many there are beside it."""
    more = len(titles) - 1
    if not more:
        return titles[0]
    words = {"title": titles[0], "count": more}
    return ngettext("%(title)s and %(count)d more", "%(title)s and %(count)d more", more) % words


def row_words():
    """What cards and rows say beside their figures, translated once a page."""
    return {"owner": _("Owner"), "pace": _("Pace"), "check_in": _("Check in")}
