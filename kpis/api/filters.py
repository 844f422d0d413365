from django_filters import rest_framework as filters

from common.api.filters import IdFilter, YesNoFilter
from kpis.models import Kpi


class KpiFilters(filters.FilterSet):
    owner = IdFilter()
    department = IdFilter()
    category = filters.ChoiceFilter(choices=Kpi.Category.choices)
    kind = filters.ChoiceFilter(choices=Kpi.Kind.choices)
    frequency = filters.ChoiceFilter(choices=Kpi.Frequency.choices)
    is_kgi = YesNoFilter()
    is_archived = YesNoFilter(field_name="archived_at", method="by_archived")

    def by_archived(self, queryset, name, is_archived):
        return queryset.filter(archived_at__isnull=not is_archived)
