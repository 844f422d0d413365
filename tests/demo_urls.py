"""The URLs there are under `manage.py demo`."""

from django.urls import include, path

from okrapp.urls import urlpatterns as everywhere

urlpatterns = [*everywhere, path("demo/", include("okrapp.demo.urls"))]
