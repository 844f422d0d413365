from django.apps import AppConfig
from django.core.checks import register

from okrapp.checks import CHECKS


class OkrappConfig(AppConfig):
    name = "okrapp"

    def ready(self):
        for check in CHECKS:
            register(check)
