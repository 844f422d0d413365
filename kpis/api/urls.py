from django.urls import path, re_path

from kpis.api import initiatives, values, views

KPI = r"^kpis/(?P<code>[A-Z][A-Z0-9_]{0,29})"
PERIOD = r"(?P<period>[0-9]{4}(?:-[0-9WQH-]{2,5})?)"

urlpatterns = [
    path("initiatives/<int:pk>/kpis", initiatives.InitiativeKpis.as_view(), name="api-initiative-kpis"),
    re_path(r"^kpis$", views.KpiList.as_view(), name="api-kpis"),
    re_path(KPI + "$", views.KpiDetail.as_view(), name="api-kpi"),
    re_path(KPI + "/archive$", views.KpiArchive.as_view(), name="api-kpi-archive"),
    re_path(KPI + "/restore$", views.KpiRestore.as_view(), name="api-kpi-restore"),
    re_path(KPI + "/measurements$", views.MeasurementList.as_view(), name="api-measurements"),
    re_path(KPI + f"/measurements/{PERIOD}$", values.MeasurementDetail.as_view(), name="api-measurement"),
    re_path(KPI + "/targets$", views.TargetList.as_view(), name="api-targets"),
    re_path(KPI + f"/targets/{PERIOD}$", values.TargetDetail.as_view(), name="api-target"),
]
