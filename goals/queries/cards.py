"""Objectives and key results as finished strings: one shape for every page that lists them.

Rows are built a hundred times a page, so their templates get text and drawings, not objects to ask.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.svg import meter, sparkline
from common.templatetags.components import avatar, chip, state
from goals.models import KeyResult, Objective
from goals.models.fields import Status
from goals.progress import is_stale
from goals.queries.pace import key_result_pace, objective_paces
from goals.rhythm import rhythm_of
from goals.rules import takes_check_ins
from goals.wording import days_ago, percent_text, short_date, status_word, target_text, tone, value_text


@dataclass(frozen=True)
class KeyResultRow:
    pk: str
    url: str
    title: str
    avatar: str
    owner: str
    when: str
    agreement: str
    note: str
    spark: str
    value: str
    target: str
    percent: str
    meter: str
    state: str
    is_stale: bool
    source: str
    pause: str
    key_result: KeyResult
    check_in_url: str = ""


@dataclass(frozen=True)
class ObjectiveCard:
    pk: str
    url: str
    title: str
    path: str
    path_url: str
    owner: str
    owner_url: str
    chips: list
    percent: str
    pace: str
    meter: str
    state: str
    objective: Objective
    progress: Decimal | None
    objective_pace: Decimal | None
    rows: list = field(default_factory=list)
    read: str = ""


def objective_cards(objectives, *, viewer, today, key_results, parents, paces=None):
    """Return one card per objective, in their order, with a row per key result.

    The objectives need owner and cycle loaded, the key results their owner; ``parents`` are {id: title} of those
    that the viewer may read. Paces are queried unless the page has them already.
    """
    paces = objective_paces([objective.pk for objective in objectives], today) if paces is None else paces
    rows = defaultdict(list)
    for key_result in key_results:
        rows[key_result.objective_id].append(key_result)
    return [
        objective_card(objective, rows[objective.pk], viewer, today, paces.get(objective.pk), parents)
        for objective in objectives
    ]


def objective_card(objective, key_results, viewer, today, pace, parents):
    percent, pace = shown_percent(objective.progress), pace if objective.progress is not None else None
    objective.company = viewer.company
    for key_result in key_results:
        key_result.objective = objective
    return ObjectiveCard(
        pk=str(objective.pk),
        url=objective.get_absolute_url(),
        title=objective.title,
        path=alignment_text(objective, parents),
        path_url=reverse("objective", args=[objective.parent_id]) if objective.parent_id in parents else "",
        owner=objective.owner.name,
        owner_url=objective.owner.get_absolute_url(),
        chips=list(chips(objective)),
        percent=percent_text(objective.progress),
        pace=percent_text(pace) if pace is not None else "",
        meter=meter(percent, shown_percent(pace), meter_tone(objective.status)),
        state=state(status_word(objective.status), tone(objective.status)),
        objective=objective,
        progress=objective.progress,
        objective_pace=pace,
        rows=[key_result_row(key_result, viewer=viewer, today=today) for key_result in key_results],
    )


def alignment_text(objective, parents):
    """What it supports or contributes to, where the viewer may read that."""
    title = parents.get(objective.parent_id)
    if title is None:
        return ""
    if objective.feeds_parent:
        return _("Contributes to “%(title)s”") % {"title": title}
    return _("Supports “%(title)s”") % {"title": title}


def chips(objective):
    yield objective.get_ambition_display()
    if objective.is_restricted:
        yield _("Restricted")
    if objective.is_draft:
        yield _("Draft")
    if objective.is_archived:
        yield _("Archived")


def key_result_row(key_result, *, viewer, today):
    """Return one row. The key result needs its owner and its objective with cycle and company loaded."""
    pace = key_result_pace(key_result, today)
    stale = is_stale_on(key_result, today)
    word, drawn = status_word(key_result.status), tone(key_result.status)
    current = key_result.current if key_result.current is not None else key_result.start
    return KeyResultRow(
        pk=str(key_result.pk),
        url=key_result.get_absolute_url(),
        title=key_result.title,
        avatar=avatar(key_result.owner.initials, key_result.owner.tone),
        owner=key_result.owner.name,
        when=updated_text(key_result, today),
        agreement=agreement_word(key_result),
        note=key_result.last_note,
        spark=sparkline(key_result.trend, spark_target(key_result), spark_tone(key_result.status)),
        value=counted_value(key_result) if key_result.is_counted else value_text(key_result, current),
        target="" if key_result.is_counted else target_text(key_result),
        percent=percent_text(key_result.progress),
        meter=meter(
            shown_percent(key_result.progress),
            shown_percent(pace) if key_result.is_live else None,
            meter_tone(key_result.status),
        ),
        state=format_html("{}{}", state(word, drawn), state_mark(key_result, today, stale)),
        is_stale=stale,
        source=_("From a KPI") if key_result.is_automatic else "",
        pause=pause_text(key_result, today),
        key_result=key_result,
        check_in_url=check_in_url(key_result, viewer),
    )


def state_mark(key_result, today, stale):
    """What stands beside the owner's word: that it has grown old, or that it rests."""
    if key_result.is_live and key_result.rests_on(today):
        return chip(_("Paused"))
    return state(_("Not updated"), "none") if stale else ""


def pause_text(key_result, today):
    """Until when it is paused, if that is known, and why; "" where it is not."""
    if not key_result.is_live or not key_result.rests_on(today):
        return ""
    words = {"reason": key_result.pause_reason}
    if key_result.resumes_on is None:
        return _("Paused: %(reason)s") % words
    return _("Paused, goes on from %(day)s: %(reason)s") % (words | {"day": short_date(key_result.resumes_on)})


def agreement_word(key_result):
    """That something about it waits for consent; "" where nothing lies on the table."""
    return str(key_result.agreement.label) if key_result.on_table_id and key_result.is_live else ""


def counted_value(key_result):
    """What is done of its steps, in words."""
    if key_result.has_initiatives:
        count = int(key_result.current or 0)
        return ngettext("%(count)d action done", "%(count)d actions done", count) % {"count": count}
    return _("weight %(weight)s done") % {"weight": value_text(key_result, key_result.current or Decimal(0))}


def check_in_url(key_result, viewer):
    """Where the viewer checks in, if the key result is their own and takes check-ins now."""
    if key_result.owner_id != viewer.pk or viewer.is_viewer or not takes_check_ins(key_result):
        return ""
    return reverse("check-in", args=[key_result.pk])


def is_stale_on(key_result, today):
    """Whether a live key result has had no word from a person for longer than its cadence and three days."""
    objective = key_result.objective
    if not key_result.is_live or objective.is_draft or objective.cycle.is_closed or key_result.rests_on(today):
        return False
    company = objective.company
    last = key_result.last_check_in_at and company.day_of(key_result.last_check_in_at)
    since = max(filter(None, (last, key_result.resumes_on)), default=None)
    return is_stale(since, key_result.starts_on, today, rhythm_of(objective, company).days)


def updated_text(key_result, today):
    if key_result.last_check_in_at is None:
        return _("no check-in yet")
    day = key_result.objective.company.day_of(key_result.last_check_in_at)
    return _("checked in %(when)s") % {"when": days_ago(day, today)}


def spark_target(key_result):
    return None if key_result.target is None else float(key_result.target)


def spark_tone(status):
    return tone(status) if status in {Status.AT_RISK, Status.OFF_TRACK} else ""


def meter_tone(status):
    return (
        "" if status in {Status.NONE, Status.DROPPED} else tone(Status.ON_TRACK if status == Status.DONE else status)
    )


def shown_percent(share):
    return None if share is None else share * 100
