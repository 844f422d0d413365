"""The KPIs that an initiative should move: read, and put as a whole."""

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api.fields import NewText, StrictSerializer
from common.api.forms import chosen
from goals import rules
from goals.access import access_initiative
from kpis.domain.initiative_links import set_moved_kpis
from kpis.forms.initiatives import kpi_directory, moved_now

MANY = 100


class MovedKpisSerializer(StrictSerializer):
    """Codes of KPIs, as far as the token's owner may read them."""

    kpis = serializers.ListField(child=NewText(max_length=30), max_length=MANY)


class InitiativeKpis(APIView):
    @extend_schema(responses=MovedKpisSerializer)
    def get(self, request, pk):
        """Which KPIs it should move."""
        return Response(told(request.user, access_initiative(request.user, pk)))

    @extend_schema(request=MovedKpisSerializer, responses=MovedKpisSerializer)
    @transaction.atomic
    def put(self, request, pk):
        """Say which KPIs it should move: all of them. Those that you may not read stay."""
        user = request.user
        found = access_initiative(user, pk, to=rules.edit_initiative)
        sent = MovedKpisSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        codes = sent.validated_data["kpis"]
        kpis = {kpi.code: kpi for kpi in kpi_directory(user, found).found.filter(code__in=codes)}
        wanted = [chosen("kpis", kpis, code) for code in codes]
        set_moved_kpis(found, wanted, actor=user)
        return Response(told(user, found))


def told(user, initiative):
    return {"kpis": sorted(kpi.code for kpi in moved_now(user, initiative))}
