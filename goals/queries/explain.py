"""How a stored progress came about: the formula, then the same with the numbers put in, line by line."""

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.numbers import format_number
from goals.domain.figures import keeps_bound
from goals.models import KeyResult
from goals.models.fields import Status
from goals.progress import clip
from goals.wording import percent_text

Kind = KeyResult.Kind


def figure(value):
    return format_number(value, get_language())


def result_line(progress):
    return _("= %(share)s, which is %(percent)s") % {
        "share": figure(progress),
        "percent": percent_text(progress),
    }


def explain_mean(progresses, mean):
    """Lines for the number of a level: the plain mean of its counted objectives' progress; [] for none."""
    if mean is None:
        return []
    terms = " + ".join(figure(progress) for progress in progresses)
    return [
        _("mean of the progress of this level's own objectives that everybody may read"),
        _("= (%(terms)s) ÷ %(count)d") % {"terms": terms, "count": len(progresses)},
        result_line(mean),
    ]


def explain_key_result(key_result, check_ins, milestones):
    """Lines for one whose value is typed. ``check_ins`` are the effective ones in order, ``milestones`` all."""
    if key_result.current is None:
        return [_("There is no check-in yet, so the progress is 0.")]
    if key_result.has_milestones:
        return explain_milestones(key_result, milestones)
    if key_result.is_keep:
        by_period = {check_in.period: check_in.value for check_in in check_ins if check_in.value is not None}
        return explain_keep(key_result, by_period.values())
    return explain_reach(key_result)


def explain_automatic(key_result, readings, origin):
    """Lines for an automatic one. ``readings`` are None where it is settled, ``origin`` where it cannot be told."""
    if key_result.current is None:
        return [_("The KPI has no actual within its dates yet, so the progress is 0.")]
    source = [f"{origin.name}: {origin.how}"] if origin else []
    if not key_result.is_keep:
        return [*source, *explain_reach(key_result)]
    if readings is None:
        return [*source, _("It is closed: later actuals do not change it."), result_line(key_result.progress)]
    return [*source, *explain_keep(key_result, [reading.value for reading in readings])]


def explain_reach(key_result):
    way = key_result.current - key_result.start, key_result.target - key_result.start
    values = {name: figure(getattr(key_result, name)) for name in ("start", "current", "target")}
    return [
        _("(current − start) ÷ (target − start)"),
        _("= (%(current)s − %(start)s) ÷ (%(target)s − %(start)s)") % values,
        _("= %(covered)s ÷ %(whole)s") % {"covered": figure(way[0]), "whole": figure(way[1])},
        result_line(key_result.progress),
    ]


def explain_keep(key_result, values):
    kept = sum(keeps_bound(key_result, value) for value in values)
    return [
        _("periods in which it was kept ÷ periods with a value (the last value of each counts)"),
        _("= %(kept)d ÷ %(periods)d") % {"kept": kept, "periods": len(values)},
        result_line(key_result.progress),
    ]


def explain_milestones(key_result, milestones):
    total = sum(milestone.weight for milestone in milestones)
    return [
        _("weight of the milestones done ÷ weight of all"),
        _("= %(done)s ÷ %(total)s") % {"done": figure(key_result.current), "total": total},
        result_line(key_result.progress),
    ]


def explain_initiatives(key_result, tally):
    """Lines for one whose action items are counted. ``tally`` is None where it is settled."""
    if key_result.current is None:
        return [_("Its initiatives have no action items yet, so the progress is 0.")]
    if tally is None:
        return [
            _("It is closed: later changes of its initiatives do not change it."),
            result_line(key_result.progress),
        ]
    return [
        _("action items done ÷ action items of the initiatives that serve it (those dropped do not count)"),
        _("= %(done)s ÷ %(total)s") % {"done": tally.done, "total": tally.total},
        result_line(key_result.progress),
    ]


def explain_objective(objective, key_results, children):
    """Lines for an objective. ``children`` are those that count in it (figures.counting_children)."""
    items = [
        (key_result.title, key_result.progress, key_result.weight)
        for key_result in key_results
        if key_result.status != Status.DROPPED
    ]
    items += [
        (child.title, child.progress, child.alignment_weight) for child in children if child.progress is not None
    ]
    if objective.progress is None or not items:
        return [_("Nothing below it counts yet, so there is no progress.")]
    weight = sum(item[2] for item in items)
    parts = sum((clip(progress) * share for _title, progress, share in items), Decimal(0))
    return [
        _("sum of weight × progress (held to 0–1) ÷ sum of the weights"),
        *map(item_line, items),
        _("= %(parts)s ÷ %(weight)s") % {"parts": figure(parts), "weight": weight},
        result_line(objective.progress),
    ]


def item_line(item):
    title, progress, weight = item
    values = {"title": title, "weight": weight, "progress": figure(progress), "clipped": figure(clip(progress))}
    if clip(progress) == progress:
        return _("%(title)s: %(weight)s × %(progress)s") % values
    return _("%(title)s: %(weight)s × %(clipped)s (it stands at %(progress)s)") % values
