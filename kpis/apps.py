from django.apps import AppConfig


class KpisConfig(AppConfig):
    name = "kpis"

    def ready(self):
        # Not before the models are ready.
        from goals.feeding import register  # noqa: PLC0415
        from kpis.feeding import KpiSource  # noqa: PLC0415

        register(KpiSource())
