"""Fiscal quarters, halves and years that something is recorded for keep their days."""

from django.utils.translation import gettext as _

from kpis.models import Measurement, Target
from people.domain.errors import PeopleError

FISCAL_KEY = r"^[0-9]{4}(-[QH][0-9])?$"


def check_no_fiscal_periods(company):
    """Raises PeopleError where a KPI of the company has an actual or a target of a fiscal period."""
    for model in (Measurement, Target):
        if model.objects.filter(kpi__company=company, period__regex=FISCAL_KEY).exists():
            raise PeopleError(
                _("KPIs have actuals or targets of fiscal quarters, half-years or years: this month stays as it is."),
                "fiscal_year_start_month",
            )
