from django.apps import AppConfig
from django.core.checks import Tags, register


class OkrappConfig(AppConfig):
    name = "okrapp"

    def ready(self):
        # Not before the models are ready.
        from okrapp.checks import CHECKS, DATABASE_CHECKS, DEPLOYMENT_CHECKS  # noqa: PLC0415

        for check in CHECKS:
            register(check)
        for check in DEPLOYMENT_CHECKS:
            register(check, deploy=True)
        for check in DATABASE_CHECKS:
            register(check, Tags.database, deploy=True)
