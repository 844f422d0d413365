"""One actual or target, addressed by KPI and period. Putting the same again changes nothing."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from kpis import rules
from kpis.access import access_kpi
from kpis.api.serializers import (
    MeasurementSerializer,
    NewMeasurementSerializer,
    NewTargetSerializer,
    TargetSerializer,
)
from kpis.domain.measurements import check_begun, lock_kpi, record_measurement, set_target
from kpis.models import Measurement, MeasurementEntry, Target
from kpis.periods import Frequency, NotAPeriod, parse_key


class PeriodView(APIView):
    """What a measurement and a target share: ``model``, how it is told, what it takes and who may write it."""

    def get(self, request, code, period):
        kpi = access_kpi(request.user, code)
        return Response(self.told(get_object_or_404(self.rows(kpi), period=period_of(kpi, period).key)))

    @transaction.atomic
    def put(self, request, code, period):
        kpi = access_kpi(request.user, code, to=self.may_write)
        span = period_of(kpi, period)
        sent = self.takes(data=request.data, context={"kpi": kpi})
        sent.is_valid(raise_exception=True)
        lock_kpi(kpi.pk)  # so that one of many writers at once is told it was the first
        rows = self.rows(kpi).filter(period=span.key)
        is_new = not rows.exists()
        self.write(kpi, span, request.user, sent.validated_data)
        return Response(self.told(rows.get()), status=201 if is_new else 200)

    def rows(self, kpi):
        return self.model.objects.filter(kpi=kpi)

    def told(self, row):
        return self.serializer_class(row).data


class MeasurementDetail(PeriodView):
    model = Measurement
    serializer_class = MeasurementSerializer
    takes = NewMeasurementSerializer

    def may_write(self, user, kpi):
        return rules.record(user, kpi)

    def write(self, kpi, period, user, values):
        check_begun(period, user.company.today())
        record_measurement(kpi, period, author=user, way=MeasurementEntry.Way.API, **values)

    @extend_schema(responses=MeasurementSerializer)
    def get(self, request, code, period):
        """The actual of one period."""
        return super().get(request, code, period)

    @extend_schema(
        request=NewMeasurementSerializer, responses={200: MeasurementSerializer, 201: MeasurementSerializer}
    )
    def put(self, request, code, period):
        """Record the actual of a period. Another value replaces it; every value it had stays in its history.

        A period that has not begun takes none.
        """
        return super().put(request, code, period)


class TargetDetail(PeriodView):
    model = Target
    serializer_class = TargetSerializer
    takes = NewTargetSerializer

    def rows(self, kpi):
        """Those that fit its direction; others are passed over, as everywhere."""
        return super().rows(kpi).filter(target__isnull=kpi.is_range)

    def may_write(self, user, kpi):
        return rules.edit_kpi(user, kpi)

    def write(self, kpi, period, user, values):
        set_target(kpi, period, actor=user, **values)

    @extend_schema(responses=TargetSerializer)
    def get(self, request, code, period):
        """The target of one period, where it has one of its own."""
        return super().get(request, code, period)

    @extend_schema(request=NewTargetSerializer, responses={200: TargetSerializer, 201: TargetSerializer})
    def put(self, request, code, period):
        """Set the target of a period: `target`, or `low` and `high` where the KPI is to stay within a range."""
        return super().put(request, code, period)


def period_of(kpi, key):
    """The period that the key names. Raises NotFound, saying how keys of this KPI look."""
    try:
        return parse_key(key, Frequency(kpi.frequency), kpi.company.fiscal_year_start_month)
    except NotAPeriod as error:
        words = {"frequency": kpi.frequency}
        raise NotFound(_("This is no period of a KPI whose frequency is “%(frequency)s”.") % words) from error
