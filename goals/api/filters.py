from django_filters import rest_framework as filters

from common.api.filters import IdFilter, YesNoFilter
from goals.models import Cycle, Initiative, KeyResult, Objective
from goals.models.fields import WORD_CHOICES, Status


class CycleFilters(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=Cycle.Kind.choices)
    stage = filters.ChoiceFilter(choices=Cycle.Stage.choices)


class ObjectiveFilters(filters.FilterSet):
    cycle = IdFilter()
    level = filters.ChoiceFilter(choices=Objective.Level.choices)
    department = IdFilter()
    owner = IdFilter()
    parent = IdFilter(field_name="readable_parent")
    state = filters.ChoiceFilter(choices=Objective.State.choices)
    status = filters.ChoiceFilter(choices=Status.choices)


class KeyResultFilters(filters.FilterSet):
    objective = IdFilter()
    cycle = IdFilter(field_name="objective__cycle")
    owner = IdFilter()
    kind = filters.ChoiceFilter(choices=KeyResult.Kind.choices)
    status = filters.ChoiceFilter(choices=Status.choices)
    is_automatic = YesNoFilter()


class CheckInFilters(filters.FilterSet):
    key_result = IdFilter()
    objective = IdFilter(field_name="key_result__objective")
    author = IdFilter()
    status = filters.ChoiceFilter(choices=WORD_CHOICES)


class InitiativeFilters(filters.FilterSet):
    owner = IdFilter()
    key_result = IdFilter(field_name="key_results", distinct=True)
    state = filters.ChoiceFilter(choices=Initiative.State.choices)
    priority = filters.ChoiceFilter(choices=Initiative.Priority.choices)


class ActionItemFilters(filters.FilterSet):
    initiative = IdFilter()
    owner = IdFilter()
    is_done = YesNoFilter(field_name="done_at", lookup_expr="isnull", exclude=True)
