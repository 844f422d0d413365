from django.urls import path, register_converter

from kpis.views import scorecard, tree


class CodeConverter:
    """A KPI's code: capitals, so that no page named by a small word can stand in its way."""

    regex = "[A-Z][A-Z0-9_]{0,29}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(CodeConverter, "kpi")

urlpatterns = [
    path("kpis/", scorecard.scorecard, name="kpis"),
    path("kpis/tree/", tree.kpi_tree, name="kpi-tree"),
    path("kpis/<kpi:code>/place/", tree.kpi_place, name="kpi-place"),
]
