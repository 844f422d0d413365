from django.urls import path

from goals.views import check_ins, cycles, key_results, objective_states, objectives

urlpatterns = [
    path("key-results/<int:pk>/check-in/", check_ins.check_in, name="check-in"),
    path("key-results/<int:pk>/check-in/preview/", check_ins.check_in_preview, name="check-in-preview"),
    path("key-results/<int:pk>/check-in/people/", check_ins.check_in_people, name="check-in-people"),
    path("check-ins/<int:pk>/correct/", check_ins.check_in_correct, name="check-in-correct"),
    path("objectives/new/", objectives.objective_new, name="objective-new"),
    path("objectives/<int:pk>/", objectives.objective, name="objective"),
    path("objectives/<int:pk>/changes/", objectives.objective_changes, name="objective-changes"),
    path("objectives/<int:pk>/edit/", objectives.objective_edit, name="objective-edit"),
    path("objectives/<int:pk>/publish/", objective_states.objective_publish, name="objective-publish"),
    path("objectives/<int:pk>/archive/", objective_states.objective_archive, name="objective-archive"),
    path("objectives/<int:pk>/restore/", objective_states.objective_restore, name="objective-restore"),
    path("objectives/<int:pk>/delete/", objective_states.objective_delete, name="objective-delete"),
    path("objectives/<int:pk>/watch/", objective_states.objective_watch, name="objective-watch"),
    path("objectives/<int:pk>/status/", objective_states.objective_status, name="objective-status"),
    path("key-results/<int:pk>/", key_results.key_result, name="key-result"),
    path("key-results/<int:pk>/changes/", key_results.key_result_changes, name="key-result-changes"),
    path("key-results/<int:pk>/edit/", key_results.key_result_edit, name="key-result-edit"),
    path("key-results/<int:pk>/finish/", key_results.key_result_finish, name="key-result-finish"),
    path("key-results/<int:pk>/drop/", key_results.key_result_drop, name="key-result-drop"),
    path("key-results/<int:pk>/reopen/", key_results.key_result_reopen, name="key-result-reopen"),
    path("cycles/<int:pk>/select/", cycles.cycle_select, name="cycle-select"),
    path("settings/cycles/", cycles.settings_cycles, name="settings-cycles"),
    path("settings/cycles/new/", cycles.cycle_new, name="cycle-new"),
    path("settings/cycles/<int:pk>/edit/", cycles.cycle_edit, name="cycle-edit"),
    path("settings/cycles/<int:pk>/move/", cycles.cycle_move, name="cycle-move"),
]
