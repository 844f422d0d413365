from django.apps import AppConfig


class KpisConfig(AppConfig):
    name = "kpis"

    def ready(self):
        # Not before the models are ready.
        from goals import feeding  # noqa: PLC0415
        from kpis.domain.fiscal_years import check_no_fiscal_periods  # noqa: PLC0415
        from kpis.feeding import KpiSource  # noqa: PLC0415
        from people import fiscal_years  # noqa: PLC0415

        feeding.register(KpiSource())
        fiscal_years.register(check_no_fiscal_periods)
