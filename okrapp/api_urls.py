"""Version 1 of the API. Addresses of things end without a slash."""

from django.urls import include, path, re_path

from okrapp.api import about

urlpatterns = [
    path("schema/", about.schema, name="api-schema"),
    path("docs/", about.Docs.as_view(), name="api-docs"),
    path("", include("people.api.urls")),
    path("", include("goals.api.urls")),
    path("", include("kpis.api.urls")),
    re_path("", about.Unknown.as_view(), name="api-unknown"),
]
