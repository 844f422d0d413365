"""Signal and noise in words, in the reader's language: what pages, files and mails all say the same way."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.numbers import format_value
from goals.wording import long_date
from kpis.periods import Frequency, parse_key
from kpis.signals import FEWEST, Signal
from kpis.wording import short_period_name

FINE_BELOW = 1000
FINEST = 6


@dataclass(frozen=True)
class Verdict:
    """What the last actual says: a word with its tone, a sentence, and from which numbers (may be empty)."""

    word: str
    sentence: str
    basis: str = ""
    tone: str = ""


def verdict(kpi, signals):
    """The Verdict on the latest actual since the last break. ``signals``: the KPI's KpiSignals."""
    stretch = signals.current
    if stretch.limits is None:
        return Verdict(_("Too few points"), too_few_text(len(stretch.readings), signals.breaks))
    signal = stretch.signals.get(stretch.readings[-1].period)
    word, tone = (_("Signal"), "signal") if signal else (_("Noise"), "")
    return Verdict(word, sentence(kpi, stretch, signal), basis_text(kpi, stretch), tone)


def too_few_text(count, breaks):
    told = {"needed": FEWEST, "count": count}
    if not breaks:
        return _("A signal can be told from noise with %(needed)d actuals; so far: %(count)d.") % told
    told["day"] = long_date(breaks[-1].on)
    return _("A signal can be told from noise with %(needed)d actuals since %(day)s; so far: %(count)d.") % told


def sentence(kpi, stretch, signal):
    """What it means, about the last reading of a stretch that has limits."""
    last = stretch.readings[-1]
    if signal in {Signal.RUN_ABOVE, Signal.RUN_BELOW}:
        run = stretch.run_up_to(last.period)
        told = {"count": len(run), "period": name_of(kpi, run[0])}
    else:
        told = {"period": name_of(kpi, last)}
    return {
        Signal.ABOVE: _("%(period)s lies above the limits of the usual: something has changed. Ask what."),
        Signal.BELOW: _("%(period)s lies below the limits of the usual: something has changed. Ask what."),
        Signal.RUN_ABOVE: _("%(count)d in a row above the mean since %(period)s: something has changed. Ask what."),
        Signal.RUN_BELOW: _("%(count)d in a row below the mean since %(period)s: something has changed. Ask what."),
        None: _("%(period)s moves as it usually does: a cause need not be looked for."),
    }[signal] % told


def basis_text(kpi, stretch):
    """Mean, limits, and from how many actuals since when."""
    limits = stretch.limits
    told = {
        "mean": limit_text(kpi, limits.mean),
        "lower": limit_text(kpi, limits.lower),
        "upper": limit_text(kpi, limits.upper),
        "count": len(stretch.baseline),
        "period": name_of(kpi, stretch.baseline[0]),
    }
    return _("Mean %(mean)s, limits %(lower)s and %(upper)s, by %(count)d actuals since %(period)s.") % told


def limit_text(kpi, value):
    """With one decimal more than the actuals have, where that is worth reading."""
    decimals = decimals_of(kpi, value)
    return format_value(round(value, decimals), kpi.unit, get_language(), decimals=decimals)


def decimals_of(kpi, value):
    return min(kpi.decimals + (abs(value) < FINE_BELOW), FINEST)


def name_of(kpi, reading):
    start_month = kpi.company.fiscal_year_start_month
    return short_period_name(parse_key(reading.period, Frequency(kpi.frequency), start_month))


def signal_text(signal):
    """What kind of signal one period is, for a table; "" for None."""
    return {
        Signal.ABOVE: _("Signal: above the limits"),
        Signal.BELOW: _("Signal: below the limits"),
        Signal.RUN_ABOVE: _("Signal: 8 or more in a row above the mean"),
        Signal.RUN_BELOW: _("Signal: 8 or more in a row below the mean"),
        None: "",
    }[signal]


def break_text(each):
    """A Break with its day and reason, as the key of a chart lists it."""
    told = {"day": long_date(each.on), "reason": each.reason}
    if each.is_baseline:
        return _("%(day)s, new baseline: %(reason)s") % told
    return _("%(day)s, another definition: %(reason)s") % told
