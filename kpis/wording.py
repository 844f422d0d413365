"""KPIs in words and figures, in the reader's language: what pages, files and mails all say the same way."""

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from common.numbers import NOTHING, exact_value, format_number, format_value
from common.periods import cycle_name
from kpis.periods import Frequency
from kpis.thresholds import Direction, State, shown_percent

TONES = {
    State.GOOD: "good",
    State.WARN: "warn",
    State.BAD: "bad",
    State.NO_TARGET: "none",
    State.NO_DATA: "none",
    State.LATE: "none",
}
STATE_WORDS = {
    State.GOOD: gettext_lazy("Met"),
    State.WARN: gettext_lazy("Nearly met"),
    State.BAD: gettext_lazy("Not met"),
    State.NO_TARGET: gettext_lazy("No target"),
    State.NO_DATA: gettext_lazy("No actual yet"),
    State.LATE: gettext_lazy("Actual is late"),
}


def short_period_name(period):
    """A period as an axis wants it: a month or day as people write it, the rest as its key."""
    match period.frequency:
        case Frequency.DAY:
            return date_format(period.start, "SHORT_DATE_FORMAT")
        case Frequency.MONTH:
            return date_format(period.start, pgettext("month on a chart", "M Y"))
    return period.key


def state_word(state):
    return str(STATE_WORDS[state])


def value_text(kpi, value):
    """A value with the KPI's unit and decimals: 12.4%, 2,624万円."""
    return format_value(value, kpi.unit, get_language(), decimals=kpi.decimals)


def target_text(kpi, target):
    """What is asked for: 12.0%, 18–22℃; "—" without a target."""
    if not target.is_set:
        return NOTHING
    if target.direction == Direction.RANGE:
        low = format_number(target.low, get_language(), decimals=kpi.decimals)
        return _("%(low)s–%(high)s") % {"low": low, "high": value_text(kpi, target.high)}
    return value_text(kpi, target.value)


def signed_difference(kpi, difference):
    """Target less actual as tables show it, in points where the unit is a percentage."""
    return exact_value(difference, unit_of_difference(kpi), get_language(), decimals=kpi.decimals)


def unit_of_difference(kpi):
    return "pt" if kpi.unit == "%" else kpi.unit


def distance_sentence(kpi, figure):
    """How far it is from its target, in words; "" for a range or without either."""
    difference = figure.difference
    if difference is None:
        return ""
    amount = {"amount": format_value(abs(difference), unit_of_difference(kpi), get_language(), decimals=kpi.decimals)}
    if difference == 0:
        return _("Exactly on target")
    if kpi.direction == kpi.Direction.LOWER:
        return (
            _("%(amount)s below its ceiling") % amount
            if difference > 0
            else _("%(amount)s above its ceiling") % amount
        )
    return _("%(amount)s to go") % amount if difference > 0 else _("%(amount)s beyond target") % amount


def attainment_text(share):
    """An attainment as a percentage cut to one decimal: 82.8%; "—" for None."""
    return NOTHING if share is None else f"{shown_percent(share)}%"


def period_name(period, start_month):
    """A period in words: 2026年11月, Nov 2026; 2026年度 第3四半期, FY2026 Q3; the week as its key and days."""
    match period.frequency:
        case Frequency.DAY:
            return date_format(period.start, "DATE_FORMAT")
        case Frequency.WEEK:
            span = {
                "key": period.key,
                "from": date_format(period.start, "SHORT_DATE_FORMAT"),
                "to": date_format(period.end, "SHORT_DATE_FORMAT"),
            }
            return _("%(key)s (%(from)s–%(to)s)") % span
        case Frequency.MONTH:
            return date_format(period.start, "YEAR_MONTH_FORMAT")
    return cycle_name(period.frequency.value, period.start, start_month, get_language())
