from django.urls import path

from kpis.views import scorecard

urlpatterns = [
    path("kpis/", scorecard.scorecard, name="kpis"),
]
