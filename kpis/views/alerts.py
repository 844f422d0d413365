"""What a KPI sets going: everybody decides whether to hear of it, and those who run its place make its rules."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kpis import rules
from kpis.access import access_kpi
from kpis.domain.alert_settings import set_alert_rules
from kpis.forms.alerts import AlertRulesForm
from notifications.views.watching import take_watch
from people.access import member_required
from people.directories import people_directory


@require_POST
@member_required
def kpi_watch(request, code):
    return take_watch(request, access_kpi(request.user, code))


@require_http_methods(["GET", "POST"])
@member_required
def kpi_alerts(request, code):
    found = access_kpi(request.user, code, to=rules.edit_kpi)
    stored = found.alert_rules.select_related("initiative_owner").prefetch_related("notify")
    people = people_directory(request.user, present=[pk for rule in stored for pk in named_in(rule)])
    form = AlertRulesForm(request.POST or None, people=people, rules=stored)
    if request.method == "POST" and form.is_valid():
        set_alert_rules(found, form.wanted(), actor=request.user)
        messages.success(request, _("Saved."))
        return redirect(found)
    context = {"form": form, "kpi": found}
    return render(request, "kpis/alerts.html", context, status=422 if form.is_bound else 200)


def named_in(rule):
    """Ids of the people a rule names."""
    return [person.pk for person in rule.notify.all()] + [rule.initiative_owner_id]
