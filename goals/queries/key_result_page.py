"""Everything the page of one key result shows, as finished text and drawings."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common.charts import LineChart
from common.numbers import format_number
from common.templatetags.components import avatar, state
from goals import rules
from goals.domain.figures import keeps_bound
from goals.domain.sources import sources_of
from goals.feeding import Origin, origin_of
from goals.models import CheckIn, KeyResult, Objective
from goals.progress import Disagreement, disagreement, pace_word
from goals.queries.agreement_page import agreed_text, agreement_chip, awaits, handing_text
from goals.queries.cards import KeyResultRow, key_result_row
from goals.queries.check_ins import talk_text
from goals.queries.explain import explain_automatic, explain_initiatives, explain_key_result
from goals.queries.history import check_in_points, counted_now, key_result_chart, reading_points
from goals.queries.objective_page import place_crumbs
from goals.queries.pace import key_result_forecast, key_result_gap
from goals.queries.week import missed_periods
from goals.queries.week_rows import stuck_text
from goals.wording import (
    forecast_text,
    long_date,
    pace_sentence,
    short_date,
    status_word,
    tone,
    value_text,
    written_on,
)


@dataclass(frozen=True)
class HistoryRow:
    """One check-in as it was written; ``replaced_by`` is the number of the row that took its place."""

    check_in: CheckIn
    number: int
    author: str
    when: str
    avatar: str
    value: str
    state: str
    talk: str
    talk_url: str
    done: list = field(default_factory=list)
    replaces: int | None = None
    replaced_by: int | None = None
    correct_url: str = ""


@dataclass(frozen=True)
class KeyResultPage:
    row: KeyResultRow
    crumbs: list
    exact: str
    start: str
    bound: str
    pace: str
    gap: str
    forecast: str
    disagreement: str
    stretch: str
    agreement: str
    agreed: str
    handing: str
    awaits_you: bool
    is_late: bool
    stuck: str
    milestones: list
    explanation: list
    chart: LineChart
    origin: Origin | None
    history: list
    can: dict


def key_result_page(key_result, viewer, today):
    """Return the page of a key result that access_key_result gave."""
    company, objective = viewer.company, key_result.objective
    check_ins = list(key_result.check_ins.with_talk().select_related("author").order_by("-seq"))
    replaced = {check_in.replaces_id: check_in.seq for check_in in check_ins if check_in.replaces_id}
    effective = sorted((row for row in check_ins if row.pk not in replaced), key=lambda row: row.position)
    milestones = list(key_result.milestones.all()) if key_result.has_milestones else []
    days = {row.seq: company.day_of(row.created_at) for row in check_ins}
    source = sources_of([key_result]).get(key_result.pk)
    readings = source if key_result.is_automatic else None
    origin = origin_of(key_result, viewer)
    shown_gap = key_result_gap(key_result, today)
    may_check_in = rules.check_in(viewer, key_result)
    return KeyResultPage(
        row=key_result_row(key_result, viewer=viewer, today=today),
        crumbs=[
            *place_crumbs(objective, company)[:-1],
            (objective.title, objective.get_absolute_url()),
            (key_result.title, ""),
        ],
        exact=exact_text(key_result),
        start=value_text(key_result, key_result.start) if key_result.start is not None else "",
        bound=bound_sentence(key_result),
        pace=pace_text(key_result, today),
        gap=pace_sentence(shown_gap),
        forecast=forecast_sentence(key_result, min(readings[-1].on, today) if readings else None),
        disagreement=disagreement_sentence(key_result, shown_gap),
        stretch=stretch_sentence(key_result),
        agreement=agreement_chip(key_result),
        agreed=agreed_text(key_result),
        handing=handing_text(key_result, viewer),
        awaits_you=awaits(viewer, key_result),
        is_late=key_result.is_live and today > key_result.due_on,
        stuck=stuck_sentence(key_result, viewer, today),
        milestones=milestone_items(milestones, effective),
        explanation=explanation(key_result, effective, milestones, source, origin),
        chart=key_result_chart(
            key_result,
            [*check_in_points(key_result, effective, days), *counted_now(key_result, today)]
            if readings is None
            else reading_points(key_result, readings),
            today,
        ),
        origin=origin,
        history=list(history_rows(key_result, check_ins, replaced, milestones, may_check_in)),
        can=permissions(viewer, key_result, may_check_in),
    )


def explanation(key_result, check_ins, milestones, source, origin):
    if key_result.is_automatic:
        return explain_automatic(key_result, source, origin)
    if key_result.has_initiatives:
        return explain_initiatives(key_result, source)
    return explain_key_result(key_result, check_ins, milestones)


def exact_text(key_result):
    """Every digit of the value, for where the large figure shortens it."""
    if key_result.current is None or key_result.is_counted:
        return ""
    return value_text(key_result, key_result.current, is_exact=True)


def pace_text(key_result, today):
    from_to = {"start": short_date(key_result.starts_on), "due": short_date(key_result.due_on)}
    days = (key_result.due_on - today).days
    if not key_result.is_live:
        return _("%(start)s to %(due)s") % from_to
    if days < 0:
        left = ngettext("%(count)d day over", "%(count)d days over", -days) % {"count": -days}
    else:
        left = ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return _("%(start)s to %(due)s, %(left)s") % {**from_to, "left": left}


def bound_sentence(key_result):
    """How the latest value of a keep key result stands to its bound; empty for other kinds."""
    if not key_result.is_keep or key_result.current is None:
        return ""
    value = {"value": value_text(key_result, key_result.current)}
    if keeps_bound(key_result, key_result.current):
        return _("The latest value, %(value)s, keeps the bound.") % value
    return _("The latest value, %(value)s, does not keep the bound.") % value


def forecast_sentence(key_result, day):
    """Where a reach key result ends if it goes on like this; empty where that would mislead."""
    end = key_result_forecast(key_result, day)
    if end is None:
        return ""
    return _("Going on like this, it ends at %(value)s on %(day)s.") % {
        "value": forecast_text(key_result, end),
        "day": long_date(key_result.due_on),
    }


def disagreement_sentence(key_result, shown_gap):
    match disagreement(key_result.status, pace_word(shown_gap)):
        case Disagreement.OWNER_OPTIMISTIC:
            return _(
                "The owner says on track, while the figure is far behind its pace. Worth asking what the owner sees."
            )
        case Disagreement.OWNER_CAUTIOUS:
            return _(
                "The owner says off track, while the figure is on pace. Worth asking what the owner sees coming."
            )
    return ""


def stuck_sentence(key_result, viewer, today):
    """What its owner is told after a long silence; "" for everybody else."""
    is_asked = key_result.owner_id == viewer.pk and not viewer.is_viewer and rules.takes_check_ins(key_result)
    return stuck_text(missed_periods(key_result, viewer.company, today)) if is_asked else ""


def stretch_sentence(key_result):
    """Target against start, to judge how far a stretch goes; empty for others and without a ratio."""
    is_stretch = key_result.objective.ambition == Objective.Ambition.STRETCH
    if not is_stretch or key_result.kind != KeyResult.Kind.REACH or not key_result.start:
        return ""
    ratio = format_number(key_result.target / key_result.start * 100, get_language(), decimals=0)
    return _("The target is %(ratio)s%% of the start.") % {"ratio": ratio}


def milestone_items(milestones, effective):
    done = effective[-1].done_milestones if effective else []
    return [(milestone, milestone.pk in done) for milestone in milestones]


def history_rows(key_result, check_ins, replaced, milestones, may_check_in):
    """Every check-in ever written, newest first, corrected ones included."""
    numbers = {check_in.pk: check_in.seq for check_in in check_ins}
    names = {milestone.pk: milestone.name for milestone in milestones}
    for check_in in check_ins:
        is_current = check_in.pk not in replaced
        yield HistoryRow(
            check_in=check_in,
            number=check_in.seq,
            author=check_in.author.name,
            when=written_on(check_in.created_at),
            avatar=avatar(check_in.author.initials, check_in.author.tone),
            value="" if key_result.is_counted else value_text(key_result, check_in.value, is_exact=True),
            done=[names[pk] for pk in check_in.done_milestones if pk in names],
            talk=talk_text(check_in),
            talk_url=reverse("conversation", args=["check-in", check_in.pk]),
            state=state(status_word(check_in.status), tone(check_in.status)),
            replaces=numbers.get(check_in.replaces_id),
            replaced_by=replaced.get(check_in.pk),
            correct_url=reverse("check-in-correct", args=[check_in.pk]) if may_check_in and is_current else "",
        )


def permissions(viewer, key_result, may_check_in):
    may_end = key_result.is_live and rules.end_key_result(viewer, key_result)
    return {
        "check_in": may_check_in,
        "edit": rules.edit_key_result(viewer, key_result),
        "end": may_end,
        "hand_over": rules.hand_over(viewer, key_result),
        "reopen": not key_result.is_live and rules.close_key_result(viewer, key_result),
    }
