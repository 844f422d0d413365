"""Who may do what with goals (product.md §2). Reading is decided by the querysets' ``visible_to``."""

from goals.models import Objective, Party
from people.rules import administers_leaver, in_line_of_department, in_line_of_person, is_own_department

Level = Objective.Level


def run_level(user, level, department_id=None, owner=None):
    """Whether objectives of that place are the user's to create and publish."""
    if user.is_viewer:
        return False
    if level == Level.COMPANY:
        return user.is_admin
    if level == Level.DEPARTMENT:
        return in_line_of_department(user, department_id) or (
            user.is_admin and is_own_department(user, department_id)
        )
    return owner is None or owner.pk == user.pk


def propose_objective(user, level, department_id=None, owner=None):
    """Whether the user may write a draft there: any member for a department, the manager line for a person."""
    if user.is_viewer:
        return False
    if level == Level.DEPARTMENT:
        return is_own_department(user, department_id)
    if run_level(user, level, department_id, owner):
        return True
    return level == Level.INDIVIDUAL and in_line_of_person(user, owner)


def publish_objective(user, objective):
    if objective.cycle.is_closed or objective.company_id != user.company_id:
        return False
    return run_level(user, objective.level, objective.department_id, objective.owner)


def archive_objective(user, objective):
    """Take a published objective out of sight, with undo: those who run its place."""
    return objective.is_published and publish_objective(user, objective)


def restore_objective(user, objective):
    return objective.is_archived and publish_objective(user, objective)


def archive_or_restore(user, objective):
    """Either way, so that a double click finds the door still open: the domain does nothing twice."""
    return archive_objective(user, objective) or restore_objective(user, objective)


def delete_objective(user, objective):
    return objective.is_draft and edit_objective(user, objective)


def edit_objective(user, objective):
    """Those who run its place; a draft also by its owner and by whoever proposed it."""
    if user.is_viewer or objective.cycle.is_closed or objective.is_archived:
        return False
    if publish_objective(user, objective):
        return True
    return objective.is_draft and user.pk in {objective.owner_id, objective.created_by_id}


def hand_over_objective(user, objective):
    """Give it another owner: those who edit it, the manager line of its owner; of who has left, administrators."""
    if user.is_viewer or objective.cycle.is_closed or objective.is_archived:
        return False
    owner = objective.owner
    return edit_objective(user, objective) or in_line_of_person(user, owner) or administers_leaver(user, owner)


def edit_key_result(user, key_result):
    """Those who edit its objective, and its owner: a true owner shapes, reports and finishes (C5)."""
    objective = key_result.objective
    if user.is_viewer or objective.cycle.is_closed or objective.is_archived:
        return False
    return key_result.owner_id == user.pk or edit_objective(user, objective)


def close_key_result(user, key_result):
    """Done, dropped and taken up again: the owner, or the manager line of the owner."""
    objective = key_result.objective
    if user.is_viewer or objective.cycle.is_closed or objective.is_archived:
        return False
    return key_result.owner_id == user.pk or in_line_of_person(user, key_result.owner)


def end_key_result(user, key_result):
    """Done or dropped; of a draft nothing is to be ended."""
    return not key_result.objective.is_draft and close_key_result(user, key_result)


def takes_agreements(key_result):
    """Whether anything can be agreed about it now: published, neither done nor dropped, in an open cycle."""
    objective = key_result.objective
    return key_result.is_live and objective.is_published and not objective.cycle.is_closed


def see_load(user, person):
    """Read on the person's page how much they carry: they themselves and their manager line.

    Whoever asks more of them is told where they ask it; to all others it is nobody's business.
    """
    return user.pk == person.pk or in_line_of_person(user, person)


def accountable_line(key_result, owner):
    """The nearest manager above ``owner`` who answers for the key result, in a list; [] stands for the admins.

    The line is that of its objective's department, or of the department of an individual objective's owner.
    """
    return nearest_manager(key_result.objective, but=owner)


def nearest_manager(objective, *, but):
    """The nearest manager above the objective's place who is not ``but``, in a list; [] stands for the admins."""
    managers = objective.company.tree.managers(objective.home_department_id)
    return [manager for manager in managers if manager.pk != but.pk and not manager.is_viewer][:1]


def party_of(user, key_result, owner):
    """Which Party of an agreement with that owner the user is; None for everybody else."""
    if user.is_viewer or not user.is_active or user.company_id != key_result.company_id:
        return None
    if user.pk == owner.pk:
        return Party.OWNER
    line = accountable_line(key_result, owner)
    is_accountable = user.pk == line[0].pk if line else user.is_admin
    return Party.MANAGER if is_accountable else None


def near_department_ids(user):
    """Ids of the departments where the user can be accountable: as the nearest manager or the next one.

    An administrator also where not two managers stand above.
    """
    near = user.company.tree.near
    return {*near.get(user.pk, ()), *(near.get(None, ()) if user.is_admin else ())}


def negotiate(user, key_result):
    """Counter what is on the table: the owner it names, and the accountable manager, themselves."""
    return key_result.on_table is not None and accept_terms(user, key_result)


def accept_terms(user, key_result):
    """Consent; also once more to what is agreed already, so that a double click finds the door still open."""
    proposal = key_result.on_table or key_result.agreed
    if proposal is None or not takes_agreements(key_result):
        return False
    return party_of(user, key_result, proposal.owner) is not None


def withdraw_change(user, key_result):
    """Keep what is agreed, or the owner there is: whoever may propose another, and both parties.

    A first proposal stays.
    """
    if not takes_agreements(key_result):
        return False
    if key_result.agreed_id is None and not (key_result.is_handed_over or key_result.is_taken_back):
        return False
    return hand_over(user, key_result) or accept_terms(user, key_result)


def hand_over(user, key_result):
    """Propose another owner: who shapes the key result, the manager line of its owner; of who has left, admins."""
    if user.is_viewer or not takes_agreements(key_result):
        return False
    owner = key_result.owner
    return edit_key_result(user, key_result) or in_line_of_person(user, owner) or administers_leaver(user, owner)


def open_agreement(user, key_result):
    """Propose the terms of a key result about which nothing is recorded."""
    return takes_agreements(key_result) and edit_key_result(user, key_result)


def check_in(user, key_result):
    """The owner and named contributors; the manager line on the owner's behalf."""
    if user.is_viewer or not takes_check_ins(key_result):
        return False
    return carries(user, key_result) or in_line_of_person(user, key_result.owner)


def carries(user, key_result):
    return key_result.owner_id == user.pk or any(person.pk == user.pk for person in key_result.contributors.all())


def takes_check_ins(key_result):
    """Whether a check-in can be made at all now, by whoever may."""
    objective = key_result.objective
    return key_result.is_live and objective.is_published and objective.cycle.takes_check_ins


def state_objective_status(user, objective):
    """The owner may state another status than the key results add up to."""
    return (
        not user.is_viewer
        and not objective.cycle.is_closed
        and objective.is_published
        and objective.owner_id == user.pk
    )


def say_read(user, objective):
    """Say that one has read a company objective: everybody who may read it, but its owner, who knows what it says."""
    return is_for_their_company(user, objective) and objective.owner_id != user.pk


def see_readings(user, objective):
    """See who has not read a company objective yet, and how clear it is: administrators, and whoever leads people."""
    if user.is_viewer or not is_for_their_company(user, objective):
        return False
    return user.is_admin or bool(user.managed_department_ids)


def is_for_their_company(user, objective):
    """Whether it is an objective of the user's company as a whole, and no draft."""
    is_colleague = user.is_active and objective.company_id == user.company_id
    return is_colleague and objective.level == Level.COMPANY and not objective.is_draft


def run_initiative(user, owner, key_results):
    """Plan and change an initiative with that owner, which serves these: both kinds of owner, the manager line."""
    if user.is_viewer:
        return False
    return (
        owner.pk == user.pk or any(each.owner_id == user.pk for each in key_results) or in_line_of_person(user, owner)
    )


def edit_initiative(user, initiative):
    return run_initiative(user, initiative.owner, initiative.key_results.all())


def edit_item(user, item):
    return edit_initiative(user, item.initiative)


def tick_item(user, item):
    """Say that an action item is done: the initiative's owner, the item's own, and the owner's manager line."""
    if user.is_viewer:
        return False
    initiative = item.initiative
    return user.pk in {initiative.owner_id, item.owner_id} or in_line_of_person(user, initiative.owner)


def link_initiative(user, key_result):
    """Say that an initiative serves it. Where that moves its progress: those who report it or edit it."""
    if not key_result.has_initiatives:
        return not user.is_viewer
    if user.is_viewer:
        return False
    return (
        carries(user, key_result)
        or in_line_of_person(user, key_result.owner)
        or edit_objective(user, key_result.objective)
    )


def tie_key_result(user, key_result):
    """Say what it has to do with another one, or that it no longer has: those who report it or edit it."""
    objective = key_result.objective
    if user.is_viewer or not key_result.is_live or not objective.is_published or objective.cycle.is_closed:
        return False
    return carries(user, key_result) or in_line_of_person(user, key_result.owner) or edit_objective(user, objective)


def see_growth_notes(user, person):
    """The person, and whoever is their nearest manager now: nobody else, administrators included."""
    if user.company_id != person.company_id:
        return False
    manager = user.company.tree.manager_of(person)
    return user.pk == person.pk or (manager is not None and user.pk == manager.pk)


def write_growth_note(user, person):
    """The same two, once there are two."""
    has_manager = user.company.tree.manager_of(person) is not None
    return not user.is_viewer and person.is_active and has_manager and see_growth_notes(user, person)
