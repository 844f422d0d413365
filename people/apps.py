from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self):
        import_module("people.receivers")
