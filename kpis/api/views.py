"""KPIs to be read, and their actuals and targets to be written, a period at a time."""

from django.db.models import OuterRef, Subquery

from kpis.access import access_kpi
from kpis.api.filters import KpiFilters
from kpis.api.serializers import KpiSerializer, MeasurementSerializer, TargetSerializer
from kpis.domain.signals import actuals_of, signals_of, values_of
from kpis.models import Kpi, Measurement, Target
from kpis.queries.figures import figures_of
from people.api.rows import Row, Rows


class ReadableKpis:
    model = Kpi
    serializer_class = KpiSerializer

    def readable_to(self, user):
        parents = Kpi.objects.visible_to(user).filter(pk=OuterRef("parent")).values("code")
        return Kpi.objects.visible_to(user).annotate(readable_parent=Subquery(parents))

    def with_figures(self, kpis):
        """The KPIs with how each did in its last ended period, and whether that is a signal, in three queries."""
        company = self.request.user.company
        for kpi in kpis:
            kpi.company = company
        actuals, today = actuals_of(kpis), company.today()
        figures = figures_of(kpis, today, count=1, actuals=values_of(actuals))
        signals = signals_of(kpis, today, actuals)
        for kpi in kpis:
            kpi.latest = figures[kpi.pk][-1]
            kpi.signal = signals[kpi.pk].at(kpi.latest.period.key)
            kpi.limits = signals[kpi.pk].current.limits
        return kpis


class KpiList(ReadableKpis, Rows):
    """The KPIs the token's owner may read, archived ones included, each with its last ended period."""

    filterset_class = KpiFilters

    def paginate_queryset(self, queryset):
        return self.with_figures(super().paginate_queryset(queryset))


class KpiDetail(ReadableKpis, Row):
    """One KPI with its last ended period."""

    looked_up_by = lookup_field = "code"

    def get_object(self):
        return self.with_figures([super().get_object()])[0]


class OfKpi:
    """Rows of the KPI in the address."""

    def readable_to(self, user):
        return self.model.objects.filter(kpi=access_kpi(user, self.kwargs["code"]))


class MeasurementList(OfKpi, Rows):
    """The actuals of a KPI as they stand now."""

    model = Measurement
    serializer_class = MeasurementSerializer


class TargetList(OfKpi, Rows):
    """The targets of single periods; all others have the KPI's own."""

    model = Target
    serializer_class = TargetSerializer
