"""Writing objectives and key results by the API: the body, then the form of the pages, then the same domain."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from common.api.forms import as_typed, chosen, refuse_invalid, sent_as_typed
from goals import rules
from goals.access import access_cycle, access_key_result, access_objective
from goals.api.bodies import (
    KeyResultTermsSerializer,
    NewKeyResultSerializer,
    NewObjectiveSerializer,
    ObjectiveTermsSerializer,
)
from goals.domain.key_results import add_key_result, change_key_result
from goals.domain.objectives import change_objective, create_objective, publish_objective
from goals.domain.terms import NEEDED_VALUES, OPTIONAL_VALUES, VALUES
from goals.forms.alone import KeyResultAloneForm
from goals.forms.directories import objective_directory
from goals.forms.key_result import MILESTONES, milestones_of
from goals.forms.objective import ObjectiveForm
from goals.models import KeyResult, Objective
from goals.queries.cycles import cycles_of
from people.directories import people_directory


def values_of(serializer_class, request, *, partial=False):
    sent = serializer_class(data=request.data, partial=partial)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)


def write_objective(request):
    """Return the new Objective, published where that was asked for. Raises what the pages raise."""
    values = values_of(NewObjectiveSerializer, request)
    wants_to_publish = values.pop("state", "") == Objective.State.ACTIVE
    access_cycle(request.user, values["cycle"])
    if request.user.is_viewer:
        raise PermissionDenied
    form = objective_form(request.user, {"owner": request.user.pk} | values)
    saved = create_objective(actor=request.user, fields=form.terms())
    if not wants_to_publish:
        return saved
    if not rules.publish_objective(request.user, saved):
        raise PermissionDenied
    return publish_objective(saved, actor=request.user)


def rewrite_objective(request, pk):
    """Return the Objective with what was sent changed, and nothing else."""
    found = access_objective(request.user, pk, to=rules.edit_objective)
    version = found.version
    form = objective_form(request.user, values_of(ObjectiveTermsSerializer, request, partial=True), found)
    return change_objective(found, actor=request.user, fields=form.terms(), version=version)


def objective_form(user, values, instance=None):
    """The valid form with ``values`` in the place of what stands. Raises ValidationError."""
    choices = {
        "user": user,
        "cycles": [cycle for cycle in cycles_of(user.company) if not cycle.is_closed],
        "people": people_directory(user),
        "parents": objective_directory(user, instance),
    }
    typed = as_typed(ObjectiveForm(instance=instance, **choices)) | sent_as_typed(values)
    for name, directory in (("owner", "people"), ("parent", "parents")):
        if name in values:
            labels = choices[directory].having([values[name]]).labels
            typed[name] = chosen(name, labels, values[name])
    form = ObjectiveForm(typed, instance=instance, **choices)
    refuse_invalid(form)
    return form


def write_key_result(request):
    """Return the new KeyResult, below the others of its objective. Raises what the pages raise."""
    values = values_of(NewKeyResultSerializer, request)
    objective = access_objective(request.user, values.pop("objective"), to=rules.edit_objective)
    form = key_result_form(request.user, values)
    return add_key_result(objective, form.terms(objective.cycle, objective.owner), actor=request.user)


def rewrite_key_result(request, pk):
    """Return the KeyResult with what was sent changed, and nothing else."""
    found = access_key_result(request.user, pk, to=rules.edit_key_result)
    objective, version = found.objective, found.objective.version
    form = key_result_form(request.user, values_of(KeyResultTermsSerializer, request, partial=True), found)
    terms = form.terms(objective.cycle, objective.owner)
    return change_key_result(found, terms, actor=request.user, version=version)


def key_result_form(user, values, instance=None):
    """The valid form with ``values`` in the place of what stands. Raises ValidationError."""
    people = people_directory(user)
    typed = as_typed(KeyResultAloneForm(people=people, instance=instance)) | sent_as_typed(values)
    if "owner" in values:
        typed["owner"] = chosen("owner", people.labels, values["owner"])
    if "contributors" in values:
        typed["contributors"] = ", ".join(chosen("contributors", people.labels, pk) for pk in values["contributors"])
    typed |= milestones_as_typed(values.get(MILESTONES, milestones_of(instance)))
    form = KeyResultAloneForm(typed, people=people, instance=instance)
    refuse_invalid(form)
    refuse_misplaced(form.cleaned_data["kind"], values)
    return form


def refuse_misplaced(kind, values):
    """What a kind does not ask for would silently be lost."""
    taken = NEEDED_VALUES[kind] | OPTIONAL_VALUES.get(kind, set())
    if kind == KeyResult.Kind.MILESTONES:
        taken = taken | {MILESTONES}
    misplaced = [name for name in (*VALUES, MILESTONES) if name not in taken and values.get(name) not in (None, [])]
    if misplaced:
        raise ValidationError({name: [_("This key result is measured in another way.")] for name in misplaced})


def milestones_as_typed(rows):
    """The rows of the form's milestones: their number, and each with its own prefix."""
    typed = {f"{MILESTONES}-rows": str(len(rows))}
    for number, row in enumerate(rows):
        typed |= {f"{MILESTONES}-{number}-{name}": value for name, value in row.items()}
    return typed
