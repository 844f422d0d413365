from django.urls import path

from people.views import companies, days_off, departments, imports, invitations, language, members, profile, tokens

urlpatterns = [
    path("language/", language.set_language, name="set-language"),
    path("profile/", profile.profile, name="profile"),
    path("profile/tokens/", tokens.tokens, name="profile-tokens"),
    path("profile/tokens/<int:pk>/revoke/", tokens.token_revoke, name="profile-token-revoke"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("settings/company/", companies.company_settings, name="settings-company"),
    path("settings/days-off/", days_off.days_off, name="settings-days-off"),
    path("settings/days-off/<int:pk>/remove/", days_off.day_off_remove, name="settings-day-off-remove"),
    path("settings/departments/", departments.department_list, name="settings-departments"),
    path("settings/departments/new/", departments.department_new, name="settings-department-new"),
    path("settings/departments/<int:pk>/", departments.department_edit, name="settings-department"),
    path("settings/departments/<int:pk>/shift/", departments.department_shift, name="settings-department-shift"),
    path(
        "settings/departments/<int:pk>/delete/",
        departments.department_delete,
        name="settings-department-delete",
    ),
    path("settings/people/", members.people_list, name="settings-people"),
    path("settings/people/new/", members.person_new, name="settings-person-new"),
    path("settings/people/invite/", members.people_invite, name="settings-people-invite"),
    path("settings/people/<int:pk>/invite/", members.person_invite, name="settings-person-invite"),
    path("settings/people/<int:pk>/revoke/", members.person_revoke, name="settings-person-revoke"),
    path("settings/people/<int:pk>/reactivate/", members.person_reactivate, name="settings-person-reactivate"),
    path("settings/import/", imports.import_files, name="settings-import"),
    path("settings/import/check/", imports.import_check, name="settings-import-check"),
    path("settings/import/template/<str:kind>.<str:suffix>", imports.template, name="settings-import-template"),
    path("settings/export/<str:kind>.<str:suffix>", imports.export, name="settings-export"),
]
