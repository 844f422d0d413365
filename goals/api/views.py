"""Cycles, objectives and key results to be read, and check-ins to be read and made."""

from django.db.models import OuterRef, Subquery
from drf_spectacular.utils import extend_schema, extend_schema_view

from goals.api.checking_in import record_check_in
from goals.api.filters import CheckInFilters, CycleFilters, KeyResultFilters, ObjectiveFilters
from goals.api.serializers import (
    CheckInSerializer,
    CycleSerializer,
    KeyResultSerializer,
    NewCheckInSerializer,
    ObjectiveSerializer,
)
from goals.feeding import with_origin
from goals.models import CheckIn, Cycle, KeyResult, Objective
from goals.models.objective import readable_by
from people.api.idempotency import PARAMETER, answer_once
from people.api.rows import Row, Rows


class ReadableCycles:
    model = Cycle
    serializer_class = CycleSerializer

    def readable_to(self, user):
        return Cycle.objects.of(user.company).select_related("company")


class CycleList(ReadableCycles, Rows):
    """The cycles of the company."""

    filterset_class = CycleFilters


class CycleDetail(ReadableCycles, Row):
    """One cycle."""


class ReadableObjectives:
    model = Objective
    serializer_class = ObjectiveSerializer

    def readable_to(self, user):
        parents = Objective.objects.visible_to(user).filter(pk=OuterRef("parent")).values("pk")
        return Objective.objects.visible_to(user).annotate(readable_parent=Subquery(parents))


class ObjectiveList(ReadableObjectives, Rows):
    """The objectives the token's owner may read, drafts and archived ones included."""

    filterset_class = ObjectiveFilters


class ObjectiveDetail(ReadableObjectives, Row):
    """One objective."""


class ReadableKeyResults:
    model = KeyResult
    serializer_class = KeyResultSerializer

    def readable_to(self, user):
        key_results = KeyResult.objects.visible_to(user).prefetch_related("contributors", "milestones")
        return with_origin(key_results, user)


class KeyResultList(ReadableKeyResults, Rows):
    """The key results of the objectives the token's owner may read."""

    filterset_class = KeyResultFilters


class KeyResultDetail(ReadableKeyResults, Row):
    """One key result."""


class ReadableCheckIns:
    model = CheckIn
    serializer_class = CheckInSerializer

    def readable_to(self, user):
        return CheckIn.objects.filter(readable_by(user, "key_result__objective__"), company=user.company_id)


@extend_schema_view(
    post=extend_schema(parameters=[PARAMETER], request=NewCheckInSerializer, responses={201: CheckInSerializer})
)
class CheckInList(ReadableCheckIns, Rows):
    """Check-ins in the order in which they were made: ask `after` the last one you know. A correction is one more."""

    filterset_class = CheckInFilters

    def post(self, request):
        """Check in. Who may, and which numbers are taken, is the same as on the pages."""
        return answer_once(request, lambda: (201, CheckInSerializer(record_check_in(request)).data))


class CheckInDetail(ReadableCheckIns, Row):
    """One check-in."""
