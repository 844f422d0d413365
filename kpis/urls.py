from django.urls import path, register_converter

from kpis.views import (
    alerts,
    balance,
    board,
    bowler,
    charting,
    collecting,
    editing,
    imports,
    initiatives,
    kpis,
    library,
    links,
    quality,
    scorecard,
    tree,
    values,
)


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
    path("kpis/suggested/", initiatives.kpis_suggested, name="kpis-suggested"),
    path("kpis/new/", editing.kpi_new, name="kpi-new"),
    path("kpis/collect/", collecting.collect, name="kpi-collect"),
    path("kpis/due/", collecting.due, name="kpi-due"),
    path("kpis/import/", imports.import_file, name="kpi-import"),
    path("kpis/import/check/", imports.import_check, name="kpi-import-check"),
    path("kpis/import/template.<str:suffix>", imports.template, name="kpi-import-template"),
    path("kpis/export.<str:suffix>", imports.export, name="kpi-export"),
    path("kpis/notes/<int:pk>/", charting.kpi_note, name="kpi-note"),
    path("kpis/notes/<int:pk>/remove/", charting.kpi_note_remove, name="kpi-note-remove"),
    path("kpis/baselines/<int:pk>/withdraw/", charting.kpi_baseline_withdraw, name="kpi-baseline-withdraw"),
    path("kpis/library/", library.library, name="kpi-library"),
    path("kpis/tree/", tree.kpi_tree, name="kpi-tree"),
    path("kpis/board/", board.kpi_board, name="kpi-board"),
    path("kpis/balance/", balance.kpi_balance, name="kpi-balance"),
    path("kpis/bowler/", bowler.kpi_bowler, name="kpi-bowler"),
    path("kpis/bowler.<str:suffix>", bowler.export, name="kpi-bowler-export"),
    path("key-results/<int:pk>/kpis/", links.key_result_kpis, name="key-result-kpis"),
    path("key-results/<int:pk>/kpis/link/", links.key_result_kpi_link, name="key-result-kpi-link"),
    path("key-results/<int:pk>/kpis/remove/", links.key_result_kpi_remove, name="key-result-kpi-remove"),
    path("initiatives/<int:pk>/kpis/", initiatives.initiative_kpis, name="initiative-kpis"),
    path("initiatives/<int:pk>/kpis/edit/", initiatives.initiative_kpis_edit, name="initiative-kpis-edit"),
    path("kpis/<kpi:code>/", kpis.kpi, name="kpi"),
    path("kpis/<kpi:code>/goals/", kpis.kpi_goals, name="kpi-goals"),
    path("kpis/<kpi:code>/background/", kpis.kpi_background, name="kpi-background"),
    path("kpis/<kpi:code>/edit/", editing.kpi_edit, name="kpi-edit"),
    path("kpis/<kpi:code>/quality/", quality.kpi_quality, name="kpi-quality"),
    path("kpis/<kpi:code>/record/", values.kpi_record, name="kpi-record"),
    path("kpis/<kpi:code>/targets/", values.kpi_targets, name="kpi-targets"),
    path("kpis/<kpi:code>/notes/new/", charting.kpi_note_new, name="kpi-note-new"),
    path("kpis/<kpi:code>/baseline/", charting.kpi_baseline, name="kpi-baseline"),
    path("kpis/<kpi:code>/alerts/", alerts.kpi_alerts, name="kpi-alerts"),
    path("kpis/<kpi:code>/watch/", alerts.kpi_watch, name="kpi-watch"),
    path("kpis/<kpi:code>/verify/", kpis.kpi_verify, name="kpi-verify"),
    path("kpis/<kpi:code>/archive/", kpis.kpi_archive, name="kpi-archive"),
    path("kpis/<kpi:code>/restore/", kpis.kpi_restore, name="kpi-restore"),
]
