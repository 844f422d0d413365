"""The chart on the page of one KPI: its actuals beside what was asked for in each period."""

from django.utils.translation import gettext as _

from common.charts import LineChart, Mark, Point
from kpis.wording import short_period_name, target_text, value_text


def kpi_chart(kpi, figures, versions, today):
    """Draw the figures, oldest first, of which the last is the period under way. ``versions``: oldest first."""
    last_ended = figures[-2]
    figures = since_the_first_actual(figures)
    return LineChart(
        title=kpi.name,
        value_label=kpi.unit or _("Value"),
        points=[point_of(each, today) for each in figures],
        target_text=target_text(kpi, last_ended.target),
        marks=[Mark(each.effective_on, each.reason) for each in versions[1:] if is_shown(each, figures)],
        **asked_for(kpi, figures),
    )


def since_the_first_actual(figures):
    """The figures without those before anybody recorded anything; the last two are always among them."""
    first = next((place for place, each in enumerate(figures) if each.actual is not None), len(figures))
    return figures[min(first, len(figures) - 2) :]


def point_of(figure, today):
    """One period, on its last day."""
    period, is_open = figure.period, figure.period.end >= today
    return Point(
        period.end,
        None if figure.actual is None else float(figure.actual),
        value_text(figure.kpi, figure.actual),
        label=short_period_name(period),
        note=_("Not over yet") if is_open else "",
        is_open=is_open,
    )


def is_shown(version, figures):
    return figures[0].period.end < version.effective_on <= figures[-1].period.end


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
    limits = (float(target.low), float((target.low + target.high) / 2), float(target.high))
    return {"limits": limits, "limits_label": _("The range asked for")}
