from django.conf import settings
from django.urls import include, path

from okrapp import (
    bell,
    company,
    department,
    handing_over,
    health,
    home,
    mail_page,
    mail_preview,
    moves,
    people_settings,
    person,
    search,
    styleguide,
)
from okrapp.audit_log import pages as audit_log

handler500 = "okrapp.errors.server_error"

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("healthz/detail", health.detail, name="healthz-detail"),
    path("", home.home, name="home"),
    path("moves/", moves.moves, name="moves"),
    path("bell/", bell.bell, name="bell"),
    path("company/", company.company, name="company"),
    path("departments/<int:pk>/", department.department, name="department"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/hand-over/", handing_over.person_hand_over, name="person-hand-over"),
    path("search/", search.search, name="search"),
    path("settings/people/<int:pk>/", people_settings.person_edit, name="settings-person"),
    path(
        "settings/people/<int:pk>/mail-again/", people_settings.person_mail_again, name="settings-person-mail-again"
    ),
    path(
        "settings/people/<int:pk>/deactivate/",
        people_settings.person_deactivate,
        name="settings-person-deactivate",
    ),
    path("profile/mail/preview/", mail_preview.mail_preview, name="mail-preview"),
    path("profile/mail/preview/body/", mail_preview.mail_preview_body, name="mail-preview-body"),
    path("profile/mail/preview/text/", mail_preview.mail_preview_text, name="mail-preview-text"),
    path("settings/mail/", mail_page.mail, name="settings-mail"),
    path("settings/audit/", audit_log.audit_log, name="settings-audit"),
    path("settings/audit.<str:suffix>", audit_log.export, name="settings-audit-export"),
    path("setup/", include("okrapp.setup.urls")),
    path("api/v1/", include("okrapp.api_urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("goals.urls")),
    path("", include("kpis.urls")),
    path("", include("notifications.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide.styleguide, name="styleguide"))
if settings.DEMO:
    urlpatterns.append(path("demo/", include("okrapp.demo.urls")))
