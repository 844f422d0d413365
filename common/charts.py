"""The geometry of a line chart, in whole and tenth percents of the plot. No colour, no markup."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from math import ceil, floor, log10

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from common.numbers import axis_number
from common.svg import path

WEEKS_UP_TO_DAYS = 45
MONTHS_UP_TO_DAYS = 400
LABELLED_TICKS = 7
SHORTENED_FROM = 1_000_000
TICKS_ON_A_PHONE = 4
CLOSE_MARKS = 5  # percent of the plot
LOWEST_NUMBER, STEP_UP, STEPS = -7, 13, 3
LABEL_ABOVE, LABEL_BELOW, LOWEST_LABELLED_BELOW = -12, 22, 85


@dataclass(frozen=True)
class Point:
    """A value on a day. ``text`` is how people read it ("6.2日"), ``label`` its period if not the date.

    ``is_open``: its period is not over yet; no line leads to it.
    """

    on: date
    value: float | None
    text: str = ""
    label: str = ""
    is_signal: bool = False
    note: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day: a campaign, an outage. ``is_break``: no line leads across it."""

    on: date
    label: str
    is_break: bool = False


@dataclass(frozen=True)
class Limits:
    """Between which values what is usual lies, from one day to another."""

    start: date
    end: date
    lower: float
    mean: float
    upper: float


@dataclass(frozen=True)
class LineChart:
    """What a line chart shows. ``pace`` are points of the expected line, ``band`` is the range asked for.

    ``pace_label`` says what that line stands for where it is not the usual.
    """

    title: str
    points: list[Point]
    value_label: str = ""
    target: float | None = None
    target_text: str = ""
    pace: list[Point] = field(default_factory=list)
    pace_label: str = ""
    band: tuple[float, float] | None = None
    band_label: str = ""
    limits: list[Limits] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    start: date | None = None
    end: date | None = None
    today: date | None = None
    summary: str = ""


def plot(chart):
    """Return every position the template draws; None when there is no value at all."""
    known = [point for point in chart.points if point.value is not None]
    if not known:
        return None

    across = _across(chart)
    ticks = value_ticks(_extent(chart, known))
    up = _up(ticks[0], ticks[-1])
    closed = [point for point in known if not point.is_open] or known
    dots = [{"x": across(p.on), "y": up(p.value), "point": p, "when": when(p)} for p in known]
    line = [dot for dot in dots if dot["point"] in closed]
    return {
        "sentence": chart.summary or _sentence(chart, closed),
        "value_ticks": [{"y": up(tick), "text": tick_text(tick, ticks)} for tick in ticks],
        "date_ticks": _date_ticks(chart, across),
        "value_path": path(_line(chart, across, up)),
        "pace_path": path((across(p.on), up(p.value)) for p in chart.pace),
        "target_y": None if chart.target is None else up(chart.target),
        "limits": [_limits(each, across, up) for each in chart.limits],
        "band": _band(chart.band, up) if chart.band else None,
        "marks": _marks(chart.marks, across),
        "today_x": across(chart.today) if chart.today else None,
        "dots": dots,
        "has_signals": any(point.is_signal for point in known),
        "last": line[-1],
        "label_dy": _label_dy(line),
        "rows": [{"point": p, "when": when(p)} for p in chart.points],
    }


def when(point):
    return point.label or date_format(point.on, pgettext("date on a chart", "j M"))


def _line(chart, across, up):
    """Where the line goes; None where nothing is known, in a period that is not over, and at a break."""
    breaks = [mark.on for mark in chart.marks if mark.is_break]
    for earlier, p in zip([None, *chart.points], chart.points, strict=False):
        if earlier and any(earlier.on < day <= p.on for day in breaks):
            yield None
        yield None if p.value is None or p.is_open else (across(p.on), up(p.value))


def _limits(limits, across, up):
    start, end = across(limits.start), across(limits.end)
    lines = [("mean", up(limits.mean)), ("limit", up(limits.lower)), ("limit", up(limits.upper))]
    return {"x1": start, "x2": end, "lines": lines}


def _band(band, up):
    low, high = map(up, band)
    return {"y": high, "height": round(low - high, 1)}


def _marks(marks, across):
    """The marks in order of time; of those that stand close, the numbers go up like steps."""
    found, step = [], 0
    for number, mark in enumerate(sorted(marks, key=lambda mark: mark.on), 1):
        x = across(mark.on)
        step = (step + 1) % STEPS if found and x - found[-1]["x"] < CLOSE_MARKS else 0
        found.append({"x": x, "mark": mark, "number": number, "dy": LOWEST_NUMBER - step * STEP_UP})
    return found


def value_ticks(extent, count=4):
    """Return round numbers, evenly apart, that enclose ``extent`` (low, high)."""
    low, high = extent
    if low == high:
        low, high = low - (abs(low) or 1), high + (abs(high) or 1)
    raw = (high - low) / count
    magnitude = 10.0 ** floor(log10(raw))
    step = next(s * magnitude for s in (1, 2, 2.5, 5, 10) if s * magnitude >= raw * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(i * step, 10) for i in range(first, last + 1)]


def tick_text(tick, ticks):
    """Write a tick with just the decimals that its neighbours need, or with 万 and 億 (M, B) where they are long."""
    if max(map(abs, ticks)) >= SHORTENED_FROM:
        return axis_number(Decimal(str(tick)), get_language()).replace("-", "−")
    step = ticks[1] - ticks[0]
    decimals = next((n for n in range(7) if abs(round(step, n) - step) < step * 1e-6), 6)
    return f"{tick:,.{decimals}f}".replace("-", "−")


def _extent(chart, known):
    values = [float(p.value) for p in [*known, *chart.pace]]
    values += [float(v) for v in [chart.target, *(chart.band or ())] if v is not None]
    values += [value for each in chart.limits for value in (each.lower, each.upper)]
    return min(values), max(values)


def _up(low, high):
    return lambda value: round(100 - (float(value) - low) / (high - low) * 100, 1)


def _span(chart):
    days = [p.on for p in [*chart.points, *chart.pace]]
    return chart.start or min(days), chart.end or max(days)


def _across(chart):
    start, end = _span(chart)
    days = (end - start).days
    if days <= 0:
        return lambda day: 50.0
    return lambda day: round(min(max((day - start).days / days, 0), 1) * 100, 1)


def _date_ticks(chart, across):
    days = _tick_days(*_span(chart))
    labels = {p.on: p.label for p in chart.points if p.label}
    if labels:
        days = sorted(labels)
    every = max(1, ceil(len(days) / LABELLED_TICKS))
    kept = days[::-1][::every][::-1]
    return [
        {
            "x": across(day),
            "text": labels.get(day) or when(Point(day, None)),
            "is_minor": len(kept) > TICKS_ON_A_PHONE and (len(kept) - 1 - i) % 2 == 1,
        }
        for i, day in enumerate(kept)
    ]


def _tick_days(start, end):
    span = (end - start).days
    if span <= WEEKS_UP_TO_DAYS:
        return [start + timedelta(days=n) for n in range(0, span + 1, 7)]
    months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    step = 1 if span <= MONTHS_UP_TO_DAYS else 3
    firsts = [date(m // 12, m % 12 + 1, 1) for m in months if m % step == 0]
    return [day for day in firsts if start <= day <= end]


def _label_dy(dots):
    """Put the last figure on the side of its point that the line does not come from."""
    comes_from_above = len(dots) > 1 and dots[-2]["y"] < dots[-1]["y"]
    return LABEL_BELOW if comes_from_above and dots[-1]["y"] < LOWEST_LABELLED_BELOW else LABEL_ABOVE


def _sentence(chart, known):
    first, last = known[0], known[-1]
    values = {
        "title": chart.title, "first": first.text or first.value, "first_day": when(first),
        "last": last.text or last.value, "last_day": when(last), "target": chart.target_text or chart.target,
    }  # fmt: skip
    if chart.target is None and len(known) == 1:
        return _("%(title)s: %(last)s (%(last_day)s).") % values
    if chart.target is None:
        return _("%(title)s: from %(first)s (%(first_day)s) to %(last)s (%(last_day)s).") % values
    if len(known) == 1:
        return _("%(title)s: %(last)s (%(last_day)s). Target: %(target)s.") % values
    return _("%(title)s: from %(first)s (%(first_day)s) to %(last)s (%(last_day)s). Target: %(target)s.") % values
