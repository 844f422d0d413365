from django.conf import settings
from django.urls import include, path

from okrapp import company, department, home, people_settings, person, search, styleguide

urlpatterns = [
    path("", home.home, name="home"),
    path("company/", company.company, name="company"),
    path("departments/<int:pk>/", department.department, name="department"),
    path("people/<int:pk>/", person.person, name="person"),
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
    path("setup/", include("okrapp.setup.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("goals.urls")),
    path("", include("notifications.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide.styleguide, name="styleguide"))
