"""This week: what is due first, then who needs me, how my objectives stand; what moved elsewhere is fetched."""

from django.db.models import Exists, Q
from django.views.decorators.http import require_safe

from common.htmx import render_page
from goals.access import share_company
from goals.forms.check_ins import CheckInForm, measure_field
from goals.models import Cycle, Objective
from goals.queries.awaiting import awaiting
from goals.queries.cards import objective_card
from goals.queries.drafts import can_ask, draft_lines
from goals.queries.help import help_for
from goals.queries.pace import objective_paces
from goals.queries.readings import reading_lines, readings_by, to_read
from goals.queries.week import week_of_request
from goals.queries.week_rows import (
    common_moment,
    deadline_text,
    done_row,
    due_row,
    paused_row,
    stuck_lines,
    waiting_row,
)
from goals.views.check_in_context import form_context
from goals.wording import moment_text
from kpis.rules import record_some
from okrapp.home_words import first_steps, greeting
from people.access import member_required


@require_safe
@member_required
def home(request):
    user, today = request.user, request.user.company.today()
    week = week_of_request(request)
    asked_of_me, asked_by_me = help_for(user)
    own, drafts, unread = objectives_of(user)
    to_be_read, more_to_read = reading_lines(unread)
    context = {
        "greeting": greeting(user),
        "week": week,
        "deadline": common_deadline(week),
        "next_due": moment_text(week.next_at) if week.next_at else "",
        "due": due_rows(request, week),
        "done": [done_row(key_result, viewer=user, today=today) for key_result in week.done],
        "waiting": [waiting_row(key_result, viewer=user, today=today) for key_result in week.waiting],
        "paused": [paused_row(key_result, viewer=user, today=today) for key_result in week.paused],
        "stuck": stuck_lines(week, user, today),
        "awaiting": [*awaiting(user), *draft_lines(drafts, user), *to_be_read],
        "more_to_read": more_to_read,
        "asked_of_me": asked_of_me,
        "asked_by_me": asked_by_me,
        "objectives": own_cards(own, user, today),
        "records_kpis": record_some(user),
    }
    if not week.has_key_results:
        context["first_steps"] = first_steps(user)
    return render_page(request, "home/page.html", context)


def due_rows(request, week):
    """The due rows, each with the context of its form or None; the first one stands open.

    Milestones stay closed: ticking them takes a click anyway, and opening them two more queries. So do automatic
    ones, which have to ask where their value comes from.
    """
    user, today = request.user, request.user.company.today()
    rows = [(due_row(due, viewer=user, today=today, says_when=not common_deadline(week)), None) for due in week.due]
    if rows and measure_field(week.due[0].key_result) == "value":
        form = CheckInForm(key_result=week.due[0].key_result, author=user)
        rows[0] = (rows[0][0], form_context(request, form) | {"is_inline": True})
    return rows


def common_deadline(week):
    """By when all of it is due, as text; "" where the rows have to say it one by one."""
    moment = common_moment(week)
    return deadline_text(*moment) if moment else ""


def objectives_of(user):
    """The person's own published objectives in cycles that take check-ins; drafts that wait; unread ones.

    Drafts wait for an answer of theirs. Unread are those of the company that they are asked to read. One query.
    """
    own = Q(owner=user, state=Objective.State.ACTIVE, cycle__stage__in=Cycle.TAKING_CHECK_INS)
    found = Objective.objects.filter(own | can_ask(user) | to_read(user))
    found = found.annotate(is_read_before=Exists(readings_by(user))).select_related("cycle", "owner", "proposed_by")
    rows = [share_company(user, objective) for objective in found.order_by("pk")]
    published = [each for each in rows if each.is_published]
    return (
        [each for each in published if each.owner_id == user.pk],
        [each for each in rows if each.is_draft],
        [each for each in published if each.owner_id != user.pk],
    )


def own_cards(objectives, user, today):
    """Cards without rows."""
    paces = objective_paces([objective.pk for objective in objectives], today)
    return [objective_card(each, [], user, today, paces.get(each.pk), {}) for each in objectives]
