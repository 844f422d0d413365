"""Cycles to be read; objectives and key results to be read and written; check-ins to be read and made."""

from django.db.models import OuterRef, Subquery
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.response import Response
from rest_framework.views import APIView

from goals import draft_rules, rules
from goals.access import access_objective
from goals.api.bodies import (
    KeyResultTermsSerializer,
    NewKeyResultSerializer,
    NewObjectiveSerializer,
    ObjectiveTermsSerializer,
)
from goals.api.checking_in import record_check_in
from goals.api.filters import CheckInFilters, CycleFilters, KeyResultFilters, ObjectiveFilters
from goals.api.serializers import (
    CheckInSerializer,
    CycleSerializer,
    KeyResultSerializer,
    NewCheckInSerializer,
    ObjectiveSerializer,
)
from goals.api.writing import rewrite_key_result, rewrite_objective, write_key_result, write_objective
from goals.domain.objectives import archive_objective, publish_objective, restore_objective
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
        return self.with_parents(Objective.objects.visible_to(user), user)

    def with_parents(self, objectives, user):
        parents = Objective.objects.visible_to(user).filter(pk=OuterRef("parent")).values("pk")
        return objectives.annotate(readable_parent=Subquery(parents))

    def told(self, objective):
        """What was written, also to whoever may read it no more."""
        found = self.with_parents(Objective.objects.filter(pk=objective.pk), self.request.user)
        return ObjectiveSerializer(found.get()).data


@extend_schema_view(
    post=extend_schema(parameters=[PARAMETER], request=NewObjectiveSerializer, responses={201: ObjectiveSerializer})
)
class ObjectiveList(ReadableObjectives, Rows):
    """The objectives the token's owner may read, drafts and archived ones included."""

    filterset_class = ObjectiveFilters

    def post(self, request):
        """Write an objective: a draft, unless `state` is `active`. Its key results are sent one by one afterwards."""
        return answer_once(request, lambda: (201, self.told(write_objective(request))))


@extend_schema_view(patch=extend_schema(request=ObjectiveTermsSerializer, responses=ObjectiveSerializer))
class ObjectiveDetail(ReadableObjectives, Row):
    """One objective."""

    def patch(self, request, pk):
        """Change what is sent. 409 where somebody else saved at the same moment: read it again, then decide."""
        return Response(self.told(rewrite_objective(request, pk)))


class ObjectiveAct(ReadableObjectives, APIView):
    """One verb, and the rule that says whose it is. Done twice it is done once."""

    def post(self, request, pk):
        def work():
            objective = access_objective(request.user, pk, to=self.may)
            return 200, self.told(self.act(objective, actor=request.user))

        return answer_once(request, work)


ACT = extend_schema(parameters=[PARAMETER], request=None, responses=ObjectiveSerializer)


@extend_schema_view(post=extend_schema(description="Publish a draft: it opens to its readers and counts."))
@extend_schema_view(post=ACT)
class ObjectivePublish(ObjectiveAct):
    may, act = staticmethod(draft_rules.publish_draft), staticmethod(publish_objective)


@extend_schema_view(post=extend_schema(description="Archive a published objective: it counts nowhere any more."))
@extend_schema_view(post=ACT)
class ObjectiveArchive(ObjectiveAct):
    may, act = staticmethod(rules.archive_or_restore), staticmethod(archive_objective)


@extend_schema_view(post=extend_schema(description="Bring an archived objective back to where it counted before."))
@extend_schema_view(post=ACT)
class ObjectiveRestore(ObjectiveAct):
    may, act = staticmethod(rules.archive_or_restore), staticmethod(restore_objective)


class ReadableKeyResults:
    model = KeyResult
    serializer_class = KeyResultSerializer
    together = ("contributors", "milestones")

    def readable_to(self, user):
        return with_origin(KeyResult.objects.visible_to(user).prefetch_related(*self.together), user)

    def told(self, key_result):
        found = KeyResult.objects.prefetch_related(*self.together).filter(pk=key_result.pk)
        row = with_origin(found, self.request.user).get()
        return KeyResultSerializer(row, context={"request": self.request}).data


@extend_schema_view(
    post=extend_schema(parameters=[PARAMETER], request=NewKeyResultSerializer, responses={201: KeyResultSerializer})
)
class KeyResultList(ReadableKeyResults, Rows):
    """The key results of the objectives the token's owner may read."""

    filterset_class = KeyResultFilters

    def post(self, request):
        """Write a key result, below the others of its objective."""
        return answer_once(request, lambda: (201, self.told(write_key_result(request))))


@extend_schema_view(patch=extend_schema(request=KeyResultTermsSerializer, responses=KeyResultSerializer))
class KeyResultDetail(ReadableKeyResults, Row):
    """One key result."""

    def patch(self, request, pk):
        """Change what is sent. 409 where somebody else saved at the same moment: read it again, then decide."""
        return Response(self.told(rewrite_key_result(request, pk)))


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
