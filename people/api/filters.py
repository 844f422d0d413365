from django_filters import rest_framework as filters

from common.api.filters import IdFilter, YesNoFilter
from people.models import Role


class PersonFilters(filters.FilterSet):
    department = IdFilter()
    role = filters.ChoiceFilter(choices=Role.choices)
    is_active = YesNoFilter()


class DepartmentFilters(filters.FilterSet):
    parent = IdFilter()
    manager = IdFilter()
