"""KPIs to be read and written; their actuals and targets are written a period at a time."""

from django.db.models import OuterRef, Subquery
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.response import Response
from rest_framework.views import APIView

from kpis import rules
from kpis.access import access_kpi
from kpis.api.filters import KpiFilters
from kpis.api.serializers import (
    KpiChangesSerializer,
    KpiSerializer,
    MeasurementSerializer,
    NewKpiSerializer,
    TargetSerializer,
)
from kpis.api.writing import rewrite_kpi, write_kpi
from kpis.domain.kpis import archive_kpi, restore_kpi
from kpis.domain.signals import actuals_of, signals_of, values_of
from kpis.models import Kpi, Measurement, Target
from kpis.queries.figures import figures_of
from people.api.idempotency import PARAMETER, answer_once
from people.api.rows import Row, Rows


class ReadableKpis:
    model = Kpi
    serializer_class = KpiSerializer

    def readable_to(self, user):
        return self.with_parents(Kpi.objects.visible_to(user), user)

    def with_parents(self, kpis, user):
        parents = Kpi.objects.visible_to(user).filter(pk=OuterRef("parent")).values("code")
        return kpis.annotate(readable_parent=Subquery(parents))

    def told(self, kpi):
        """What was written, also to whoever may read it no more."""
        found = self.with_parents(Kpi.objects.filter(pk=kpi.pk), self.request.user)
        return KpiSerializer(self.with_figures([found.get()])[0]).data

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


@extend_schema_view(
    post=extend_schema(parameters=[PARAMETER], request=NewKpiSerializer, responses={201: KpiSerializer})
)
class KpiList(ReadableKpis, Rows):
    """The KPIs the token's owner may read, archived ones included, each with its last ended period."""

    filterset_class = KpiFilters

    def paginate_queryset(self, queryset):
        return self.with_figures(super().paginate_queryset(queryset))

    def post(self, request):
        """Write a KPI, of the company itself unless a department is named."""
        return answer_once(request, lambda: (201, self.told(write_kpi(request))))


@extend_schema_view(patch=extend_schema(request=KpiChangesSerializer, responses=KpiSerializer))
class KpiDetail(ReadableKpis, Row):
    """One KPI with its last ended period."""

    looked_up_by = lookup_field = "code"

    def get_object(self):
        return self.with_figures([super().get_object()])[0]

    def patch(self, request, code):
        """Change what is sent; `reason` says why where that changes what the KPI means."""
        return Response(self.told(rewrite_kpi(request, code)))


class KpiAct(ReadableKpis, APIView):
    """One verb of those who run the KPI's place. Done twice it is done once."""

    def post(self, request, code):
        def work():
            kpi = access_kpi(request.user, code, to=rules.archive_or_restore)
            self.act(kpi, actor=request.user)
            return 200, self.told(kpi)

        return answer_once(request, work)


ACT = extend_schema(parameters=[PARAMETER], request=None, responses=KpiSerializer)


@extend_schema_view(post=extend_schema(description="Archive a KPI: it stands in no list, and takes no actuals."))
@extend_schema_view(post=ACT)
class KpiArchive(KpiAct):
    act = staticmethod(archive_kpi)


@extend_schema_view(post=extend_schema(description="Bring an archived KPI back."))
@extend_schema_view(post=ACT)
class KpiRestore(KpiAct):
    act = staticmethod(restore_kpi)


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
