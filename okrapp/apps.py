from django.apps import AppConfig
from django.core.checks import register

from okrapp.checks import CHECKS, DEPLOYMENT_CHECKS


class OkrappConfig(AppConfig):
    name = "okrapp"

    def ready(self):
        for check in CHECKS:
            register(check)
        for check in DEPLOYMENT_CHECKS:
            register(check, deploy=True)
