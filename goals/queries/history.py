"""What the charts of one objective and one key result draw."""

from datetime import timedelta

from django.utils.translation import gettext as _

from common.charts import LineChart, Point
from goals.models import KeyResult
from goals.wording import percent_text, target_text, value_text


def objective_chart(objective, points, expected, today):
    """Progress of an objective day by day beside its pace: ``expected`` are (day, share) pairs."""
    drawn = [
        Point(point.on, float(point.progress * 100), percent_text(point.progress))
        for point in points
        if point.progress is not None
    ]
    cycle = objective.cycle
    return LineChart(
        title=_("Progress"),
        value_label=_("Progress (%)"),
        points=drawn,
        pace=[Point(day, float(share * 100)) for day, share in expected],
        start=min([cycle.starts_on, *(point.on for point in drawn)]),
        end=max([cycle.ends_on, *(point.on for point in drawn)]),
        today=today,
    )


def check_in_points(key_result, check_ins, days):
    """The value at each effective check-in. ``days``: its position to the company day of the row it stands for."""
    return [
        Point(days[each.position], float(each.value), value_text(key_result, each.value), note=each.note)
        for each in check_ins
        if each.value is not None
    ]


def counted_now(key_result, today):
    """Where a live one that counts action items stands: a tick needs no check-in."""
    if not key_result.has_initiatives or not key_result.is_live or key_result.current is None:
        return []
    return [Point(today, float(key_result.current), value_text(key_result, key_result.current))]


def reading_points(key_result, readings):
    return [Point(each.on, float(each.value), value_text(key_result, each.value)) for each in readings]


def key_result_chart(key_result, drawn, today):
    """The points of a key result's values, its target and the pace between start and due."""
    is_reach = key_result.kind == KeyResult.Kind.REACH
    is_range = key_result.kind == KeyResult.Kind.KEEP_WITHIN
    low, high = key_result.low, key_result.high
    return LineChart(
        title=key_result.title,
        value_label=key_result.unit or _("Value"),
        points=drawn,
        target=None if key_result.target is None else float(key_result.target),
        target_text=target_text(key_result) if key_result.target is not None else "",
        band=(float(low), float(high)) if is_range else None,
        band_label=_("The range asked for"),
        pace=expected(key_result.starts_on, key_result.due_on, key_result.start, key_result.target)
        if is_reach
        else [],
        start=min([key_result.starts_on, *(point.on for point in drawn)]),
        end=max([key_result.due_on, *(point.on for point in drawn)]),
        today=today,
    )


def expected(start, due, first, last):
    if start == due:
        due += timedelta(days=1)
    return [Point(start, float(first)), Point(due, float(last))]
