"""The source that goals asks for the values of automatic key results: the actuals of the KPIs that drive them."""

from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from goals.feeding import Origin
from kpis.domain.driving import check_followed
from kpis.domain.links import check_linked
from kpis.models import KeyResultLink, Kpi
from kpis.periods import Frequency, NotAPeriod, parse_key
from kpis.readings import latest_readings, readings_to_date

Mode = KeyResultLink.Mode


class Actual(NamedTuple):
    """One actual of the KPI that drives a key result, with what says how to read it."""

    key_result_id: int
    mode: str
    frequency: str
    aggregation: str
    start_month: int
    period: str
    value: Decimal


class KpiSource:
    """See goals.feeding.Source."""

    def readings_of(self, key_results):
        wanted = {each.pk: each for each in key_results}
        by_key_result = groupby(driving_actuals(wanted), key=attrgetter("key_result_id"))
        return {pk: readings(wanted[pk], list(actuals)) for pk, actuals in by_key_result}

    def origin_of(self, key_result, viewer):
        link = readable_links(viewer).filter(key_result=key_result).select_related("kpi").first()
        return link and Origin(link.kpi.name, link.kpi.get_absolute_url(), how_text(link))

    def with_origin(self, queryset, viewer):
        codes = readable_links(viewer).filter(key_result=OuterRef("pk")).values("kpi__code")
        return queryset.annotate(origin=Subquery(codes[:1]))

    def check(self, objective):
        check_linked(objective)

    def check_followed(self, key_results):
        check_followed(key_results)


def driving_actuals(key_result_ids):
    """The actuals of the KPIs that drive these, all of one key result together, oldest first."""
    links = KeyResultLink.objects.driving().filter(
        key_result__in=key_result_ids, kpi__measurements__value__isnull=False
    )
    rows = links.order_by("key_result", "kpi__measurements__starts_on").values_list(
        "key_result",
        "mode",
        "kpi__frequency",
        "kpi__aggregation",
        "kpi__company__fiscal_year_start_month",
        "kpi__measurements__period",
        "kpi__measurements__value",
    )
    return [Actual(*row) for row in rows]


def readings(key_result, actuals):
    known, how = list(in_periods(actuals)), actuals[0]
    if how.mode == Mode.LATEST:
        return latest_readings(known, key_result.starts_on, key_result.due_on)
    return readings_to_date(known, how.aggregation, key_result.starts_on, key_result.due_on)


def in_periods(actuals):
    """(KpiPeriod, value) of each, without those from a time when the KPI was measured at another frequency."""
    for row in actuals:
        try:
            yield parse_key(row.period, Frequency(row.frequency), row.start_month), row.value
        except NotAPeriod:
            continue


def readable_links(viewer):
    return KeyResultLink.objects.driving().filter(kpi__in=Kpi.objects.visible_to(viewer))


def how_text(link):
    """What is made of the KPI's actuals."""
    if link.mode == Mode.TO_DATE and link.kpi.aggregation == Kpi.Aggregation.SUM:
        return _("the sum of its actuals so far")
    if link.mode == Mode.TO_DATE and link.kpi.aggregation == Kpi.Aggregation.MEAN:
        return _("the mean of its actuals so far")
    return _("its latest actual")
