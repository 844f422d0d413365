from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self):
        """Let every package register the words of its changes: see people.audited."""
        import_module("people.receivers")
        autodiscover_modules("auditing")
