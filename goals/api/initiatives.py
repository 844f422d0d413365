"""Initiatives and their action items, to be read, planned, changed, moved and ticked."""

from django.db.models import Count, Prefetch, Q
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.response import Response
from rest_framework.views import APIView

from goals.api.filters import ActionItemFilters, InitiativeFilters
from goals.api.initiative_bodies import (
    ActionItemSerializer,
    InitiativeMoveSerializer,
    InitiativeSerializer,
    InitiativeTermsSerializer,
    ItemTermsSerializer,
    NewInitiativeSerializer,
    NewItemSerializer,
    TickSerializer,
)
from goals.api.initiative_writing import (
    move,
    rewrite_initiative,
    rewrite_item,
    tick,
    write_initiative,
    write_item,
)
from goals.models import ActionItem, Initiative, KeyResult
from people.api.idempotency import PARAMETER, answer_once
from people.api.rows import Row, Rows


class ReadableInitiatives:
    model = Initiative
    serializer_class = InitiativeSerializer

    def readable_to(self, user):
        return self.with_links(Initiative.objects.visible_to(user), user)

    def with_links(self, initiatives, user):
        served = KeyResult.objects.visible_to(user).order_by("pk").only("pk")
        needed = Initiative.objects.visible_to(user).order_by("pk").only("pk")
        done = Count("items", filter=Q(items__done_at__isnull=False), distinct=True)
        return initiatives.annotate(item_count=Count("items", distinct=True), done_count=done).prefetch_related(
            Prefetch("key_results", served, to_attr="readable_key_results"),
            Prefetch("needs", needed, to_attr="readable_needs"),
        )

    def told(self, initiative):
        """What was written, also to whoever may read it no more."""
        found = self.with_links(Initiative.objects.filter(pk=initiative.pk), self.request.user)
        return InitiativeSerializer(found.get()).data


@extend_schema_view(
    post=extend_schema(parameters=[PARAMETER], request=NewInitiativeSerializer, responses={201: InitiativeSerializer})
)
class InitiativeList(ReadableInitiatives, Rows):
    """The initiatives the token's owner may read."""

    filterset_class = InitiativeFilters

    def post(self, request):
        """Plan an initiative, with its first action items."""
        return answer_once(request, lambda: (201, self.told(write_initiative(request))))


@extend_schema_view(patch=extend_schema(request=InitiativeTermsSerializer, responses=InitiativeSerializer))
class InitiativeDetail(ReadableInitiatives, Row):
    """One initiative."""

    def patch(self, request, pk):
        """Change what is sent."""
        return Response(self.told(rewrite_initiative(request, pk)))


class InitiativeMove(ReadableInitiatives, APIView):
    @extend_schema(parameters=[PARAMETER], request=InitiativeMoveSerializer, responses=InitiativeSerializer)
    def post(self, request, pk):
        """Begin it, finish it, drop it for a reason, or take it up again."""
        return answer_once(request, lambda: (200, self.told(move(request, pk))))


class ReadableItems:
    model = ActionItem
    serializer_class = ActionItemSerializer

    def readable_to(self, user):
        return ActionItem.objects.filter(initiative__in=Initiative.objects.visible_to(user).order_by())


@extend_schema_view(
    post=extend_schema(parameters=[PARAMETER], request=NewItemSerializer, responses={201: ActionItemSerializer})
)
class ActionItemList(ReadableItems, Rows):
    """The action items of the initiatives the token's owner may read."""

    filterset_class = ActionItemFilters

    def post(self, request):
        """Write an action item, below the others of its initiative."""
        return answer_once(request, lambda: (201, ActionItemSerializer(write_item(request)).data))


@extend_schema_view(patch=extend_schema(request=ItemTermsSerializer, responses=ActionItemSerializer))
class ActionItemDetail(ReadableItems, Row):
    """One action item."""

    def patch(self, request, pk):
        """Change what is sent; `null` empties owner and day."""
        return Response(ActionItemSerializer(rewrite_item(request, pk)).data)


class ActionItemTick(APIView):
    @extend_schema(parameters=[PARAMETER], request=TickSerializer, responses=ActionItemSerializer)
    def post(self, request, pk):
        """Say that it is done, or that it is not. The first one done begins a planned initiative."""
        return answer_once(request, lambda: (200, ActionItemSerializer(tick(request, pk)).data))
