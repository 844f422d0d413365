"""The design system as template tags. Those a row needs are plain functions; the larger are templates."""

from django import template
from django.utils.html import format_html, format_html_join

from common import charts, svg

register = template.Library()

register.simple_tag(svg.meter, name="meter")
register.simple_tag(svg.sparkline, name="sparkline")
register.simple_tag(svg.donut, name="donut")

HEAT = {1: "", 2: " two", 3: " three"}


@register.simple_tag
def state(word, tone="none", stale=""):
    """Say a state by shape, word and colour; ``stale`` is the word that is added when it has grown old."""
    kind = svg.tone_class(tone)
    if stale:
        return format_html(
            '<span class="state{} stale">{}<span class="visually-hidden"> ({})</span></span>',
            kind,
            word,
            stale,
        )
    return format_html('<span class="state{}">{}</span>', kind, word)


@register.simple_tag
def avatar(initials, tone="", name="", size=""):
    """Draw a person's initials. Give ``name`` only where the name does not stand beside it."""
    classes = svg.tone_class(tone, svg.PERSON_TONES) + (" large" if size == "large" else "")
    if name:
        return format_html(
            '<span class="avatar{}" role="img" aria-label="{}" title="{}">{}</span>',
            classes,
            name,
            name,
            initials,
        )
    return format_html('<span class="avatar{}" aria-hidden="true">{}</span>', classes, initials)


@register.simple_tag
def chip(text, tone=""):
    return format_html('<span class="chip{}">{}</span>', svg.tone_class(tone), text)


@register.simple_tag
def delta(text, direction=0):
    """Show a change already written as text; ``direction`` is its sign, seen as an arrow."""
    kind = " up" if direction > 0 else " down" if direction < 0 else ""
    return format_html('<span class="delta{}">{}</span>', kind, text)


@register.simple_tag
def heat(level, text):
    """Show a change in a grid: ``level`` runs from -3 (much worse) over 0 to 3 (much better)."""
    level = max(-3, min(3, int(level or 0)))
    if not level:
        return format_html('<span class="heat">{}</span>', text)
    kind = " up" if level > 0 else " down"
    return format_html('<span class="heat{}{}">{}</span>', kind, HEAT[abs(level)], text)


@register.simple_tag
def legend(slices):
    """List the ``(tone, word, count)`` slices of a donut with their shapes."""
    rows = format_html_join(
        "",
        '<li>{}<span class="num">{}</span></li>',
        ((state(word, tone), count) for tone, word, count in slices),
    )
    return format_html('<ul class="legend">{}</ul>', rows)


@register.inclusion_tag("components/line_chart.html")
def line_chart(chart):
    """Draw a ``common.charts.LineChart`` with its sentence, its key and its table."""
    return {"chart": chart, "plot": charts.plot(chart)}


@register.filter
def whole(name):
    """Keep a name on one line where one has room for it, also where Japanese could break anywhere."""
    return format_html('<span class="whole">{}</span>', name)


@register.filter
def is_check(field):
    """Tell whether a form field is a single checkbox, whose label stands behind it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.filter
def page_numbers(paginator, number):
    """Return the page numbers to offer around ``number``, with None where some are left out."""
    return [n if isinstance(n, int) else None for n in paginator.get_elided_page_range(number, on_each_side=1)]
