"""Who may read an objective: the counterpart of ``Objective.objects.visible_to`` seen from the people."""

from django.db.models import Q

from common.text import search_key
from goals.models import KeyResult
from people.models import Role, User

FOUND_AT_MOST = 8
SUGGESTED_AT_MOST = 4


def readers_of(objective):
    """Everybody active who may read the objective."""
    people = User.objects.filter(company=objective.company_id).active()
    if not objective.is_draft and not objective.is_restricted:
        return people
    named = [objective.owner_id, *(manager.pk for manager in managers_of(objective))]
    proposed = KeyResult.objects.filter(objective=objective, on_table__isnull=False).values("on_table__owner")
    concerned = Q(role=Role.ADMIN) | Q(key_results__objective=objective) | Q(pk__in=proposed)
    if objective.is_draft:
        concerned |= Q(pk__in=[*named, objective.created_by_id])
    else:
        concerned |= Q(pk__in=named) | Q(contributions__objective=objective)
    return people.filter(concerned).distinct()


def find_readers(objective, text, *, but):
    """The first few readers whose name or address holds the text, by name, without ``but``."""
    key = search_key(text)
    if not key:
        return []
    found = readers_of(objective).exclude(pk=but.pk).filter(search_text__contains=key)
    return list(found.by_name()[:FOUND_AT_MOST])


def likely_helpers(key_result, *, but):
    """Whom to offer first: its owner, the objective's owner and the managers above. Queries nothing."""
    objective = key_result.objective
    people = [key_result.owner, objective.owner, *managers_of(objective)]
    once = {person.pk: person for person in people if person.is_active and person.pk != but.pk}
    return list(once.values())[:SUGGESTED_AT_MOST]


def managers_of(objective):
    """The active managers above the objective's place, nearest first."""
    return objective.company.tree.managers(objective.home_department_id)
