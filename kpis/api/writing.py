"""Writing KPIs by the API: the body, then the form of the pages, then the same domain functions."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from common.api.forms import as_typed, chosen, refuse_invalid, sent_as_typed
from kpis import rules
from kpis.access import access_kpi
from kpis.api.serializers import KpiChangesSerializer, NewKpiSerializer
from kpis.domain.kpis import change_kpi, create_kpi
from kpis.domain.measurements import lock_kpi
from kpis.forms.kpi import HUNDRED, KpiForm
from kpis.models import Kpi
from people.access import access_department
from people.directories import people_directory


def write_kpi(request):
    """Return the new Kpi. Raises what the pages raise."""
    sent = NewKpiSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    user, values = request.user, {"owner": request.user.pk, "department": None} | sent.validated_data
    if values["department"] is not None:
        access_department(user, values["department"])
    if not rules.run_department(user, values["department"]):
        raise PermissionDenied
    return create_kpi(user.company, actor=user, **kpi_form(user, values).terms())


@transaction.atomic
def rewrite_kpi(request, code):
    """Return the Kpi with what was sent changed, and nothing else: it is read under its lock."""
    user = request.user
    lock_kpi(access_kpi(user, code, to=rules.edit_kpi).pk)
    found = access_kpi(user, code, to=rules.edit_kpi)
    sent = KpiChangesSerializer(data=request.data, partial=True)
    sent.is_valid(raise_exception=True)
    form = kpi_form(user, dict(sent.validated_data), found)
    return change_kpi(found, actor=user, reason=form.cleaned_data["reason"], **form.terms())


def kpi_form(user, values, instance=None):
    """The valid form with ``values`` in the place of what stands. Raises ValidationError."""
    people = people_directory(user, present=[instance.owner_id] if instance else ())
    standing = KpiForm(user=user, people=people, instance=instance)
    typed = as_typed(standing) | sent_as_typed(values)
    if "owner" in values:
        typed["owner"] = chosen("owner", people.labels, values["owner"])
    if "parent" in values:
        codes = dict(standing.fields["parent"].queryset.values_list("code", "pk"))
        typed["parent"] = chosen("parent", codes, values["parent"])
    if "warn_from" in values:
        typed["warn_from"] = f"{values['warn_from'] * HUNDRED:f}"
    form = KpiForm(typed, user=user, people=people, instance=instance)
    refuse_invalid(form)
    refuse_misplaced(form.cleaned_data["direction"], values)
    return form


def refuse_misplaced(direction, values):
    """What the direction does not ask for would silently be lost."""
    unasked = ["target"] if direction == Kpi.Direction.RANGE else ["low", "high"]
    problems = {name: [_("This KPI asks for no such value.")] for name in unasked if values.get(name) is not None}
    if problems:
        raise ValidationError(problems)
