"""KPIs that initiatives should move, seen from either side: what the KPI was before, and what it has been since."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.charts import Mark
from common.numbers import format_value
from goals.models import Initiative
from goals.queries.initiative_page import state_of
from goals.wording import long_date, short_span_text
from kpis.domain.signals import actuals_of, signals_of, values_of
from kpis.effect import FEWEST, Finding, effect
from kpis.models import InitiativeLink, Kpi, Opening
from kpis.models.kpi import may_read
from kpis.periods import Frequency, parse_key
from kpis.queries.figures import standings_of
from kpis.queries.scorecard import KpiRow, kpi_row, share_company
from kpis.signal_wording import decimals_of, limit_text, name_of
from kpis.telling import opening_text
from kpis.wording import unit_of_difference, value_text

State = Initiative.State
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class MovedKpi:
    """A KPI of an initiative. ``sides`` are (when, value, from what) before and since, where these are compared."""

    row: KpiRow
    sides: list
    verdict: str


@dataclass(frozen=True)
class MovingInitiative:
    """An initiative of a KPI, as finished strings."""

    initiative: Initiative
    days: str
    state: str
    is_late: bool


def moved_kpis(initiative, viewer, today):
    """Return (the KPIs it should move that the viewer may read, why a rule opened it, or ""). Five queries."""
    concerned = [share_company(viewer, kpi) for kpi in concerned_by(initiative)]
    readable = [kpi for kpi in concerned if may_read(viewer, kpi)]
    kpis = [kpi for kpi in readable if kpi.is_moved]
    actuals = actuals_of(kpis)
    standings, signals = standings_of(kpis, today, values_of(actuals)), signals_of(kpis, today, actuals)
    rows = [
        MovedKpi(kpi_row(kpi, standings[kpi.pk], signals[kpi.pk]), *told(kpi, initiative, signals[kpi.pk], today))
        for kpi in kpis
    ]
    reasons = [opening_text(kpi if kpi in readable else None, kpi.opened) for kpi in concerned if kpi.opened]
    return rows, next(iter(reasons), "")


def concerned_by(initiative):
    """KPIs, with ``is_moved``: it should move them, and ``opened``: what a rule of theirs opened it for, or None."""
    links = InitiativeLink.objects.filter(initiative=initiative, kpi=OuterRef("pk"))
    openings = Opening.objects.filter(initiative=initiative, kpi=OuterRef("pk"))
    found = Kpi.objects.filter(Exists(links) | Exists(openings)).select_related("owner").order_by("name", "pk")
    return found.annotate(is_moved=Exists(links), opened=Subquery(openings.values("data")))


# Before and since


def told(kpi, initiative, signals, today):
    """(sides, verdict) on what the KPI did before the initiative and since."""
    if initiative.state == State.DROPPED:
        return [], _("It was dropped: there is nothing to compare.")
    if initiative.starts_on > today:
        return [], _("It has not begun: there is nothing to compare yet.")
    since = last_day_before(initiative)
    found = effect(
        signals.stretches,
        lambda reading: reading.ends_on < initiative.starts_on,
        lambda reading: start_of(kpi, reading) > since,
        by_last=by_last(kpi),
    )
    if found.finding == Finding.COMPARED:
        when = _("Since its end") if initiative.state == State.DONE else _("Since its start")
        sides = [(_("Before"), *side_text(kpi, found.before)), (when, *side_text(kpi, found.since))]
        return sides, f"{change_text(kpi, found.difference)} {chance_text(found.is_signal)}"
    return [], why_not(signals, found)


def last_day_before(initiative):
    """The last day before what counts as since: that of its end, or while it runs the eve of its start."""
    if initiative.state == State.DONE:
        return initiative.ended_on or initiative.due_on
    return initiative.starts_on - ONE_DAY


def start_of(kpi, reading):
    return parse_key(reading.period, Frequency(kpi.frequency), kpi.company.fiscal_year_start_month).start


def by_last(kpi):
    return kpi.aggregation == Kpi.Aggregation.LAST


def side_text(kpi, side):
    """(value, from which periods)."""
    first, last = name_of(kpi, side.readings[0]), name_of(kpi, side.readings[-1])
    if by_last(kpi):
        return value_text(kpi, side.value), last
    told = {"count": len(side.readings), "first": first, "last": last}
    return limit_text(kpi, side.value), _("mean of %(count)d: %(first)s – %(last)s") % told


def change_text(kpi, difference):
    decimals = kpi.decimals if by_last(kpi) else decimals_of(kpi, difference)
    rounded = round(difference, decimals)
    if not rounded:
        return _("As before.")
    amount = format_value(abs(rounded), unit_of_difference(kpi), get_language(), decimals=decimals)
    return change_sentences(kpi, rounded) % {"amount": amount}


def change_sentences(kpi, difference):
    """Better or worse; of a range, where neither can be said, higher or lower."""
    if kpi.is_range:
        return _("%(amount)s higher.") if difference > 0 else _("%(amount)s lower.")
    is_better = (difference > 0) == (kpi.direction == Kpi.Direction.HIGHER)
    return _("%(amount)s better.") if is_better else _("%(amount)s worse.")


def chance_text(is_signal):
    return {
        True: _("That is more than chance: there is a signal among them."),
        False: _("It lies within what is usual, so this may be chance."),
        None: _("Whether this is chance cannot be told with so few actuals."),
    }[is_signal]


def why_not(signals, found):
    words = {"count": found.count, "needed": FEWEST}
    match found.finding:
        case Finding.TOO_FEW_BEFORE:
            return _("Not comparable: %(count)d of %(needed)d actuals needed of the time before.") % words
        case Finding.TOO_FEW_SINCE:
            return _("Too early to tell: %(count)d of %(needed)d actuals needed of the time since.") % words
    day = sorted({each.on for each in signals.breaks})[found.cut]
    return _("Not compared: from %(day)s on it is measured in another way.") % {"day": long_date(day)}


# On the page of the KPI


def moving_initiatives(kpi, viewer):
    """The initiatives that should move it, as far as the viewer may read them, the open ones first: one query."""
    found = Initiative.objects.visible_to(viewer).filter(kpi_links__kpi=kpi).select_related("owner")
    return sorted(found, key=lambda each: (not each.is_open, each.due_on, each.pk))


def moving_rows(kpi, viewer, today):
    return [
        MovingInitiative(each, short_span_text(each.starts_on, each.due_on), state_of(each), each.is_late(today))
        for each in moving_initiatives(kpi, viewer)
    ]


def marks_of(initiatives):
    """When those that were not dropped began, and when they ended, as marks of a chart."""
    for each in initiatives:
        if each.state != State.DROPPED:
            yield Mark(each.starts_on, marked(each, each.starts_on, _("%(day)s, begins: %(title)s")))
        if each.state == State.DONE:
            on = last_day_before(each)
            yield Mark(on, marked(each, on, _("%(day)s, done: %(title)s")))


def marked(initiative, day, sentence):
    return sentence % {"day": long_date(day), "title": initiative.title}
