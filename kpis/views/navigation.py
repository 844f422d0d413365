"""What all pages of KPIs share: the way from one to the other, and which KPIs are asked for."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kpis import rules
from kpis.queries.scorecard import count_hidden


def kpi_views(request):
    """(label, url, is_current) of every page on which the reader may look at KPIs from another side."""
    views = [
        ("kpis", _("Scorecard")),
        ("kpi-tree", pgettext("KPI view", "Tree")),
        ("kpi-board", pgettext("KPI view", "Categories")),
        ("kpi-balance", pgettext("KPI view", "Leading and lagging")),
        ("kpi-bowler", pgettext("KPI view", "Bowler table")),
    ]
    if rules.record_some(request.user):
        views.append(("kpi-collect", _("Record actuals")))
    current = request.resolver_match.url_name
    return [(label, reverse(name), name == current) for name, label in views]


def filtered(request, form_class, kpis):
    """Return (form, context): the filter over the KPIs the reader may see, and what the page around it needs."""
    form = form_class(request.GET, company=request.user.company, kpis=kpis)
    context = {
        "filter": form,
        "has_kpis": bool(kpis),
        "hidden": count_hidden(request.user, kpis),
        "views": kpi_views(request),
        "can_create": rules.create_kpi(request.user),
    }
    return form, context
