"""Drafts that wait for an answer, and what a draft's page says about where it stands."""

from django.db.models import F, Q
from django.utils.translation import gettext as _

from goals import draft_rules, rules
from goals.models import Objective
from goals.models.fields import CLOSED
from goals.queries.awaiting import awaiting_line
from goals.wording import days_ago

Level = Objective.Level


def can_ask(user):
    """The condition under which a draft may wait for the user, or came back to them; is_asked decides."""
    near = rules.near_department_ids(user)
    to_person = Q(level=Level.INDIVIDUAL, owner=user) & ~Q(proposed_by=F("owner"))
    to_line = Q(level=Level.DEPARTMENT, department__in=near) | Q(level=Level.INDIVIDUAL, owner__department__in=near)
    if user.is_admin:
        to_line |= Q(level=Level.INDIVIDUAL, owner__department=None)
    waits = Q(sent_back_at=None) & (to_person | to_line)
    came_back = Q(proposed_by=user, sent_back_at__isnull=False)
    return Q(state=Objective.State.DRAFT, proposed_at__isnull=False, company=user.company_id) & (waits | came_back)


def draft_lines(objectives, user):
    """What is said on the home page of those that wait for the user or came back, the longest waiting first."""
    drafts = [each for each in objectives if each.is_sent_back or draft_rules.is_asked(user, each)]
    drafts.sort(key=lambda each: each.sent_back_at or each.proposed_at)
    return [line(each, user) for each in drafts]


def line(objective, user):
    moment = objective.sent_back_at or objective.proposed_at
    return awaiting_line(
        objective.proposed_by,
        act=_("Sent back to you") if objective.is_sent_back else _("Objective proposed to you"),
        title=objective.title,
        url=objective.get_absolute_url(),
        when=days_ago(user.company.day_of(moment), user.company.today()),
    )


def terms_to_consent(objective, viewer):
    """The key results of a draft that publishing it makes the viewer consent to as their owner, on others' terms."""
    own = objective.key_results.filter(owner=viewer, agreed=None, on_table=None, proposed_by__isnull=False)
    return own.exclude(proposed_by=viewer).exclude(status__in=CLOSED)


def draft_page(objective, viewer):
    """Heading, sentence to the viewer and the label of the button that proposes; None of what is no draft."""
    if not objective.is_draft:
        return None
    to_owner = objective.level == Level.INDIVIDUAL and objective.created_by_id not in {None, objective.owner_id}
    heading, text = standing(objective, viewer)
    propose = _("Propose it to its owner") if to_owner else _("Propose to your manager")
    return {"heading": heading, "text": text, "propose": propose}


def standing(objective, viewer):
    if objective.is_proposed:
        return _("Waiting for an answer"), proposed_text(objective, viewer)
    if objective.is_sent_back:
        text = _("What is still needed stands in the conversation below. Change the draft, then propose it again.")
        return _("Sent back"), text
    return _("A draft"), _("Its owner, the managers above and the administrators can read it; it counts nowhere yet.")


def proposed_text(objective, viewer):
    line = draft_rules.asked_line(objective)
    words = {"name": objective.proposed_by.name, "asked": line[0].name if line else ""}
    if draft_rules.is_asked(viewer, objective):
        return _("%(name)s proposes this objective. You can publish it, or send it back with a comment.") % words
    if not line:
        return _("%(name)s proposes this objective. An administrator can publish it, or send it back.") % words
    return _("%(name)s proposes this objective. %(asked)s can publish it, or send it back with a comment.") % words
