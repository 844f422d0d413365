"""Small drawings as SVG text. Numbers and fixed words only go into attributes; the rest is escaped.

Rows of long pages call these a hundred times, so they format strings and render no template.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import escape
from django.utils.safestring import mark_safe

TONES = frozenset({"good", "warn", "bad", "none", "done", "dropped", "ai", "signal"})
PERSON_TONES = tuple("abcdef")

SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 120, 30, 3
DONUT_RADIUS, DONUT_GAP = 52, 8


def tone_class(tone, allowed=TONES):
    """Return ``tone`` as the tail of a class attribute, or nothing if it is not one of ours."""
    return f" {tone}" if tone in allowed else ""


def whole_percent(percent):
    """Hold ``percent`` to 0–100 as a whole number, halves up."""
    clipped = min(max(Decimal(str(percent)), Decimal(0)), Decimal(100))
    return int(clipped.quantize(Decimal(1), ROUND_HALF_UP))


def accessible_name(label):
    """Name a drawing, or hide it where the same figure stands beside it as text."""
    return f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'


def meter(percent, pace=None, tone="", label=""):
    """Draw a bar of ``percent`` (0–100, held to it; None: empty) with a tick at ``pace``."""
    fill = tick = ""
    if percent is not None and (width := whole_percent(percent)):
        fill = f'<rect class="fill" y="2" width="{width}%" height="6" rx="3"/>'
    if pace is not None:
        at = whole_percent(pace)
        tick = f'<line class="pace" x1="{at}%" x2="{at}%" y2="10"/>'
    return mark_safe(
        f'<svg class="meter{tone_class(tone)}" {accessible_name(label)}>'
        f'<rect class="track" y="2" width="100%" height="6" rx="3"/>{fill}{tick}</svg>'
    )


def sparkline(values, target=None, tone="", label=""):
    """Draw ``values`` (oldest first; None leaves a gap) and, if given, the target as a dashed line."""
    known = [value for value in values if value is not None]
    if not known:
        return mark_safe(f'<svg class="spark" {accessible_name(label)}></svg>')

    height_of = _heights([*known, *([] if target is None else [target])])
    points = [
        None if value is None else (x, height_of(value))
        for x, value in zip(_columns(len(values)), values, strict=True)
    ]
    x, y = next(point for point in reversed(points) if point)
    line = "" if target is None else f'<path class="target" d="M0 {height_of(target)}h{SPARK_WIDTH}"/>'
    return mark_safe(
        f'<svg class="spark{tone_class(tone)}" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}" '
        f'{accessible_name(label)}>{line}<path d="{path(points)}"/><circle cx="{x}" cy="{y}" r="2.6"/></svg>'
    )


def path(points):
    """Join ``(x, y)`` points into path data; None lifts the pen."""
    steps, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        steps.append(f"{pen}{point[0]} {point[1]}")
        pen = "L"
    return "".join(steps)


def _columns(count):
    reach = SPARK_WIDTH - SPARK_EDGE
    return [round(i * reach / (count - 1)) for i in range(count)] if count > 1 else [reach]


def _heights(values):
    """Map a value to a row of pixels: lowest at the bottom, highest at the top, all alike in the middle."""
    low, high = min(values), max(values)
    if low == high:
        return lambda value: SPARK_HEIGHT // 2
    span = SPARK_HEIGHT - 2 * SPARK_EDGE
    return lambda value: round(SPARK_HEIGHT - SPARK_EDGE - span * float((value - low) / (high - low)))


def donut(slices):
    """Draw ``(tone, word, count)`` slices as a ring with their sum inside, named by all words and counts."""
    slices = [(tone, word, int(count)) for tone, word, count in slices]
    total = sum(count for _tone, _word, count in slices)
    label = ", ".join(f"{word} {count}" for _tone, word, count in slices)
    return mark_safe(
        f'<svg class="donut" viewBox="0 0 132 132" {accessible_name(label)}>'
        f'<g transform="rotate(-90 66 66)">{_ring(slices, total)}</g>'
        f'<text x="66" y="75">{total}</text></svg>'
    )


def _ring(slices, total):
    circle = f'cx="66" cy="66" r="{DONUT_RADIUS}"'
    drawn = [(tone, count) for tone, _word, count in slices if count]
    if not drawn:
        return f'<circle class="track" {circle}/>'

    # Thousandths of the ring, so that every number is whole and the arcs end where they began.
    gap = DONUT_GAP if len(drawn) > 1 else 0
    arcs, before = [], 0
    for tone, count in drawn:
        start, end = before * 1000 // total, (before + count) * 1000 // total
        arcs.append(
            f'<circle class="{tone_class(tone).strip()}" {circle} pathLength="1000" '
            f'stroke-dasharray="{max(end - start - gap, 1)} 1000" stroke-dashoffset="-{start}"/>'
        )
        before += count
    return "".join(arcs)
