from django.urls import include, path

from okrapp import people_settings

urlpatterns = [
    path(
        "settings/people/<int:pk>/deactivate/",
        people_settings.person_deactivate,
        name="settings-person-deactivate",
    ),
    path("accounts/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("goals.urls")),
]
