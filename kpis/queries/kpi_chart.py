"""The chart on the page of one KPI: its actuals, what was asked for, and what is known about them."""

from datetime import timedelta

from django.utils.translation import gettext as _

from common.charts import Limits, LineChart, Mark, Point
from goals.wording import long_date
from kpis.signal_wording import break_text, signal_text
from kpis.wording import short_period_name, target_text, value_text


def kpi_chart(kpi, figures, signals, happened, today):
    """Draw the figures, oldest first, of which the last is the period under way.

    ``signals`` are its KpiSignals, ``happened`` Marks of what is known beside them.
    """
    last_ended = figures[-2]
    figures = since_the_first_actual(figures)
    return LineChart(
        title=kpi.name,
        value_label=kpi.unit or _("Value"),
        points=[point_of(each, signals, today) for each in figures],
        target_text=target_text(kpi, last_ended.target),
        limits=list(limits_shown(signals, figures)),
        marks=[*breaks_shown(signals, figures), *[each for each in happened if is_shown(each.on, figures)]],
        **asked_for(kpi, figures),
    )


def since_the_first_actual(figures):
    """The figures without those before anybody recorded anything; the last two are always among them."""
    first = next((place for place, each in enumerate(figures) if each.actual is not None), len(figures))
    return figures[min(first, len(figures) - 2) :]


def point_of(figure, signals, today):
    """One period, on its last day, with what there is to say about it."""
    period, is_open = figure.period, figure.period.end >= today
    signal = signals.ever(period.key)
    return Point(
        period.end,
        None if figure.actual is None else float(figure.actual),
        value_text(figure.kpi, figure.actual),
        label=short_period_name(period),
        is_signal=signal is not None,
        note=_("Not over yet") if is_open else signal_text(signal),
        is_open=is_open,
    )


def limits_shown(signals, figures):
    """The limits of each stretch of which anything is on the chart; those that hold now reach its end."""
    edges = sorted({each.on for each in signals.breaks})
    for stretch, start, end in zip(signals.stretches, [None, *edges], [*edges, None], strict=True):
        start = figures[0].period.end if start is None else edge(start, figures)
        end = figures[-1].period.end if end is None else edge(end, figures)
        if stretch.limits and start < end:
            yield Limits(start, end, *map(float, (stretch.limits.lower, stretch.limits.mean, stretch.limits.upper)))


def edge(day, figures):
    """Where a break on the day is drawn: halfway between the period that holds it and the one before."""
    ends = [each.period.end for each in figures]
    later = next((place for place, end in enumerate(ends) if end >= day), len(ends) - 1)
    earlier = ends[max(later - 1, 0)]
    return earlier + timedelta(days=((ends[later] - earlier).days + 1) // 2)


def breaks_shown(signals, figures):
    for each in signals.breaks:
        if is_shown(each.on, figures):
            yield Mark(edge(each.on, figures), break_text(each), is_break=True)


def marks_of_notes(notes):
    return [Mark(note.on, f"{long_date(note.on)}: {note.text}") for note in notes]


def is_shown(day, figures):
    return figures[0].period.end < day <= figures[-1].period.end


def asked_for(kpi, figures):
    """The target as the chart draws it: a band, a straight line, or a line of its own where it changes."""
    target = figures[-2].target
    if kpi.is_range:
        return range_band(target)
    asked = [each for each in figures if each.target.value is not None]
    if len({each.target.value for each in asked}) > 1:
        line = [Point(each.period.end, float(each.target.value)) for each in asked]
        return {"pace": line, "pace_label": _("Target of each period")}
    return {"target": float(target.value)} if target.is_set else {}


def range_band(target):
    if not target.is_set:
        return {}
    return {"band": (float(target.low), float(target.high)), "band_label": _("The range asked for")}
