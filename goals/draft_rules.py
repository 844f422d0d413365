"""Who may propose a draft, and who answers: one side writes it, the other publishes it (docs/adr/0035)."""

from goals.models import Objective
from goals.rules import nearest_manager, publish_objective
from people.rules import in_line_of_person

Level = Objective.Level


def publish_draft(user, objective):
    """Publish, or publish again; what is archived is brought back by restoring it."""
    if objective.is_archived:
        return False
    return publish_objective(user, objective) or (objective.sent_back_at is None and answer_draft(user, objective))


def writes_draft(user, objective):
    """Whether the draft is the user's own work: they wrote it, or are to own it."""
    if user.is_viewer or not objective.is_draft or objective.cycle.is_closed:
        return False
    return user.pk in {objective.owner_id, objective.created_by_id}


def propose_draft(user, objective):
    """Ask that it be published: whoever wrote it or is to own it, unless the place is theirs to run anyway."""
    if objective.level == Level.COMPANY or not writes_draft(user, objective):
        return False
    return objective.level == Level.INDIVIDUAL or not publish_objective(user, objective)


def take_back_draft(user, objective):
    """Ask no longer; also once more, so that a double click finds the door still open."""
    return writes_draft(user, objective) and objective.proposed_by_id in {None, user.pk}


def answer_draft(user, objective):
    """Say yes or no to what is proposed: the manager line; to what managers propose to a person, that person."""
    if user.is_viewer or objective.cycle.is_closed or objective.proposed_by_id in {None, user.pk}:
        return False
    if objective.level != Level.INDIVIDUAL:
        return publish_objective(user, objective)
    if objective.proposed_by_id != objective.owner_id:
        return user.pk == objective.owner_id
    return in_line_of_person(user, objective.owner)


def send_back_draft(user, objective):
    return objective.is_draft and answer_draft(user, objective)


def asked_line(objective):
    """Who is to answer what is proposed, in a list: its owner, else the nearest manager; [] stands for the admins."""
    proposer = objective.proposed_by
    if objective.level == Level.INDIVIDUAL and objective.owner_id != proposer.pk:
        return [objective.owner]
    return nearest_manager(objective, but=proposer)


def is_asked(user, objective):
    """Whether a proposed draft waits for just this person."""
    if not objective.is_proposed or not answer_draft(user, objective):
        return False
    line = asked_line(objective)
    return user.pk == line[0].pk if line else user.is_admin
