from django.urls import path

from kpis.views import collecting, scorecard

urlpatterns = [
    path("kpis/", scorecard.scorecard, name="kpis"),
    path("kpis/collect/", collecting.collect, name="kpi-collect"),
]
